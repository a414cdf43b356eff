import { Unavailable } from '@openfashion/contract';
import type { Scope, Write } from '../port.js';
import type { Drops } from './drops.js';
import { tombstoneId } from './names.js';
import { type Point, seqOf, toPoint } from './points.js';
import { type PointsStore, pointsAtOnce } from './points-store.js';

/** Rounds in which what another writer left in between is looked at again. */
const maxRounds = 5;

/** The one write of each product that stands after all of a batch in turn: the first of those with the greatest seq. */
export function newestOfEach(batch: readonly Write[]): Write[] {
  const newest = new Map<string, Write>();
  for (const write of batch) {
    const productId = write.kind === 'put' ? write.document.productId : write.productId;
    const before = newest.get(productId);
    if (before === undefined || before.seq < write.seq) newest.set(productId, write);
  }
  return [...newest.values()];
}

/**
 * Apply a batch: what is older than all of it is written together, on the condition that it is. Then what is stored is read,
 * and where it is still older than its write (newer than another write of the batch), that one is written alone. Whoever
 * writes at the same time, in the end each point is at its write's seq or above.
 */
export async function applyWrites(
  { points, drops }: { readonly points: PointsStore; readonly drops: Drops },
  name: string,
  { service, dimension }: Pick<Scope, 'service'> & { readonly dimension: number },
  batch: readonly Write[],
): Promise<void> {
  const all = newestOfEach(batch).map((write) => toPoint(service, write));
  if (all.length === 0 || (await drops.has(service))) return;
  const size = pointsAtOnce(dimension);
  for (let from = 0; from < all.length; from += size) await points.writeTogether(name, all.slice(from, from + size));
  const ids = all.map(({ id }) => String(id));
  const tombstone = tombstoneId(service);
  for (let round = 0; round < maxRounds; round++) {
    const seqs = await points.seqs(name, [...ids, tombstone]);
    // The service was dropped meanwhile: what was written after its documents were deleted would stay for ever.
    if (seqs.has(tombstone)) return points.delete(name, { points: ids });
    const older = all.filter((point) => isOlder(seqs.get(String(point.id)), point));
    if (older.length === 0) return;
    for (let from = 0; from < older.length; from += size) await points.writeEach(name, older.slice(from, from + size));
  }
  throw new Unavailable(`Qdrant does not keep what was written to ${name}`);
}

const isOlder = (stored: number | undefined, point: Point): boolean => (stored ?? -1) < seqOf(point);
