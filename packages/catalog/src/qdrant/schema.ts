import { filterFields } from '@openfashion/contract';
import type { Schemas } from '@qdrant/js-client-rest';
import { field } from './points.js';

/**
 * The graph is built within each service (`is_tenant`) and over nothing else; without `enable_hnsw: false` each value of each
 * field would have one too.
 */
const ofDocument = { type: 'keyword', enable_hnsw: false } as const satisfies Schemas['KeywordIndexParams'];

/**
 * Payload indexes of a collection of documents. They are made before the first point: a graph is built by those it finds.
 * There is none on `seq`. A server older than 1.19 that was killed decides conditional writes anew when it carries out its log
 * again, by the index where there is one: it may know what the documents do not have yet, and acknowledged writes were left
 * out for ever (qdrant#9678, #9424; test/qdrant/crash.test.ts).
 */
export const documentIndexes = {
  [field.service]: { type: 'keyword', is_tenant: true } satisfies Schemas['KeywordIndexParams'],
  ...Object.fromEntries(filterFields.map((name) => [name, ofDocument])),
  [field.removedFrom]: ofDocument,
} as const;

/** A search by a field without an index would read every document: it is refused. Updates name ids or a service, and a seq. */
export const strictMode = {
  enabled: true,
  unindexed_filtering_retrieve: false,
  unindexed_filtering_update: true,
} as const satisfies Schemas['StrictModeConfig'];

/** Documents of a service in one segment up to which all are compared, exactly, rather than met in a graph. */
const scannedDocuments = 25_000;

/** No graph over all services (`m` 0), one within each service that is large enough. */
export const graph = (dimension: number) =>
  ({
    m: 0,
    payload_m: 16,
    ef_construct: 128,
    full_scan_threshold: Math.ceil((scannedDocuments * dimension * Float32Array.BYTES_PER_ELEMENT) / 1024),
  }) as const satisfies Schemas['HnswConfigDiff'];

/**
 * How a search goes about it: without filters, through the service's graph with so many candidates on its way; with filters, by
 * comparing all that they leave. In a service of 100,000, of which a filter on two or five fields left half, and not the half
 * that looks like the query, the graph found 0.85 and 0.73 of the ten nearest (npm run bench, recall).
 */
export const searchParams = (hasFilters: boolean): Schemas['SearchParams'] =>
  hasFilters ? { exact: true } : { hnsw_ef: 128 };

/** Version of all this, in the collection's metadata. */
export const schemaVersion = 1;
