import type { Milliseconds } from '@openfashion/contract';
import type { Call } from '../port.js';

/** How long an indexing batch may keep an interactive one waiting. */
const indexingBatch: Milliseconds = 25;
/** A larger batch must save at least this share of the time per input: in it the first waits for the last. */
const worthwhile = 0.1;

/**
 * The largest batch of each lane, by what the warm-up measured. On a CPU a batch takes as long as its inputs one by one
 * (docs/performance.md), so 1 or little more comes out; on a GPU many.
 * @param times how long a batch of each size took
 */
export function batchSizes(times: Readonly<Record<number, Milliseconds>>): Readonly<Record<Call['lane'], number>> {
  const perInput = Object.entries(times).map(([size, time]) => ({ size: Number(size), each: time / Number(size) }));
  const best = Math.min(...perInput.map(({ each }) => each));
  const good = perInput.filter(({ each }) => each * (1 - worthwhile) <= best).map(({ size }) => size);
  const interactive = Math.max(1, Math.min(...good));
  const short = perInput.filter(({ size, each }) => size <= interactive && size * each <= indexingBatch);
  return { interactive, indexing: Math.max(1, ...short.map(({ size }) => size)) };
}
