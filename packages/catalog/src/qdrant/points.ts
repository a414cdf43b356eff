import { filterFields } from '@openfashion/contract';
import type { Schemas } from '@qdrant/js-client-rest';
import type { CatalogDocument, Write } from '../port.js';
import { pointId, tombstoneId } from './names.js';

type Payload = Record<string, unknown>;
export type Point = Schemas['PointStruct'];

/** A stored point as the server gives it. */
export type StoredPoint = Pick<Schemas['Record'], 'id' | 'payload'>;

/**
 * Fields of the payloads. Documents have a `service`; what a removal leaves has none, only `removedFrom`, so that a search of
 * the service meets no marker; the point that says that a service was dropped has `dropped`. All have a `seq`.
 */
export const field = { service: 'service', removedFrom: 'removedFrom', dropped: 'dropped', seq: 'seq' } as const;

/** What a write leaves if it is the newest: a document, or the marker of a removal. */
export function toPoint(service: string, write: Write): Point {
  if (write.kind === 'remove') {
    const payload = { [field.removedFrom]: service, productId: write.productId, seq: write.seq };
    return { id: pointId(service, write.productId), vector: {}, payload };
  }
  const { vector, fingerprint, ...texts } = write.document;
  const payload = {
    [field.service]: service,
    seq: write.seq,
    ...texts,
    fingerprint: toBase64(fingerprint),
    // Once more, as bytes: the server reads scores and payloads of an answer at two moments, and a product may change between
    // them. What is in the payload belongs together; and no number is written and read as text on the way back.
    vector: toBase64(vector),
  };
  return { id: pointId(service, write.document.productId), vector: Array.from(vector), payload };
}

/** The same in every collection. */
export const toTombstone = (service: string): Point => ({
  id: tombstoneId(service),
  vector: {},
  payload: { [field.dropped]: service, seq: 0 },
});

/** A point that was read, to be written as it is. */
export function toSamePoint({ id, payload }: StoredPoint): Point {
  const bytes = payload?.['vector'];
  return { id, vector: typeof bytes === 'string' ? Array.from(toFloats(bytes)) : {}, payload: payload ?? {} };
}

/** The document of a point, from its payload; undefined when it is none of the service: a marker, or another's. */
export function toDocument(service: string, point: StoredPoint): CatalogDocument | undefined {
  const payload: Payload = point.payload ?? {};
  if (payload[field.service] !== service) return undefined;
  const optional = [...filterFields, 'etag', 'lastModified'].filter((name) => payload[name] !== undefined);
  return {
    productId: text(payload, 'productId'),
    name: text(payload, 'name'),
    imageUrl: text(payload, 'imageUrl'),
    ...Object.fromEntries(optional.map((name) => [name, text(payload, name)])),
    vector: toFloats(text(payload, 'vector')),
    fingerprint: new Uint8Array(Buffer.from(text(payload, 'fingerprint'), 'base64')),
    contentHash: text(payload, 'contentHash'),
  };
}

/** −1 where it has none. */
export function seqOf({ payload }: StoredPoint): number {
  const seq = payload?.[field.seq];
  return typeof seq === 'number' ? seq : -1;
}

/** Of two copies of one point the one that was written last: which is right needs no vote, the one with the greater seq is. */
export const newerOf = (copy: StoredPoint | undefined, other: StoredPoint): StoredPoint =>
  copy !== undefined && seqOf(copy) >= seqOf(other) ? copy : other;

/** Of which service it is a document. */
export const serviceOf = ({ payload }: StoredPoint): unknown => payload?.[field.service];

const toBase64 = ({ buffer, byteOffset, byteLength }: Uint8Array | Float32Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

/** In memory of their own: what `Buffer` gives may begin anywhere. */
const toFloats = (base64: string): Float32Array =>
  new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer);

function text(payload: Payload, name: string): string {
  const value = payload[name];
  if (typeof value !== 'string') throw new Error(`a stored document has no ${name}`);
  return value;
}
