import type { Schemas } from '@qdrant/js-client-rest';
import { compareCodePoints } from '../code-points.js';
import type { Match, VectorQuery } from '../port.js';
import type { Connection } from './connection.js';
import { onlyPoint, passes, toFilter } from './filters.js';
import { tombstoneId } from './names.js';
import { type StoredPoint, toDocument } from './points.js';
import { searchParams } from './schema.js';

/**
 * The nearest documents of a service, and none when it was dropped: one request. The server finds them by what they were and
 * reads their payloads a moment later: cosines are those of the vectors read, so that each is seen as of one moment.
 */
export async function searchDocuments(
  connection: Connection,
  name: string,
  service: string,
  query: VectorQuery,
): Promise<Match[]> {
  const nearest = {
    query: Array.from(query.vector),
    filter: toFilter(service, query),
    limit: query.limit,
    params: searchParams(query.filters.length > 0),
    with_payload: true,
  } satisfies Schemas['QueryRequest'];
  const tombstone = { filter: onlyPoint(tombstoneId(service)), limit: 1, with_payload: false };
  const searches = [nearest, tombstone satisfies Schemas['QueryRequest']];
  const [found, dropped] = await connection.call('read', (api, init) =>
    api.queryBatchPoints({ collection_name: name, searches }, init),
  );
  if (found === undefined || dropped === undefined || dropped.points.length > 0) return [];
  return found.points
    .flatMap((point) => toMatch(service, point, query))
    .sort((a, b) => b.cosine - a.cosine || compareCodePoints(a.document.productId, b.document.productId));
}

/** None of what is no longer a document that passes. */
function toMatch(service: string, point: StoredPoint, query: VectorQuery): Match[] {
  const whole = toDocument(service, point);
  if (whole === undefined || !passes(whole, query.filters)) return [];
  const { vector, ...document } = whole;
  return [{ document, cosine: dot(vector, query.vector) }];
}

/** Of unit vectors, the cosine. */
function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}
