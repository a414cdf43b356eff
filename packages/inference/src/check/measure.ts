import type { Milliseconds } from '@openfashion/contract';

const fewestRuns = 5;
/** A slow model is run the fewest times, a quick one until its time says something. */
const enough: Milliseconds = 1_000;
const mostRuns = 50;

/** How long each of several runs took, after one that sets memory aside. */
export async function timeRuns(run: () => Promise<unknown>): Promise<Milliseconds[]> {
  await run();
  const times: Milliseconds[] = [];
  const begun = performance.now();
  while (times.length < fewestRuns || (performance.now() - begun < enough && times.length < mostRuns)) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return times;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [below = Number.NaN, above = Number.NaN] = sorted.slice(middle - 1, middle + 1);
  return sorted.length % 2 === 0 ? (below + above) / 2 : (sorted[middle] ?? Number.NaN);
}
