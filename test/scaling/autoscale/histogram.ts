import type { Milliseconds } from '@openfashion/contract';

/** Upper bounds of `openfashion_inference_queue_wait_seconds` (packages/telemetry/src/metrics.ts), in milliseconds. */
export const bounds: readonly Milliseconds[] = [
  1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000,
];

/** Observations in each bucket, the last for those over all bounds. */
export type Counts = number[];

export const noCounts = (): Counts => new Array<number>(bounds.length + 1).fill(0);

export function observe(counts: Counts, value: Milliseconds): void {
  const found = bounds.findIndex((bound) => value <= bound);
  const bucket = found === -1 ? bounds.length : found;
  counts[bucket] = (counts[bucket] ?? 0) + 1;
}

/** Prometheus' `histogram_quantile`: a straight line within a bucket; the last bound for what is over it; undefined of nothing. */
export function quantile(share: number, counts: Counts): Milliseconds | undefined {
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) return undefined;
  let below = 0;
  for (const [bucket, count] of counts.entries()) {
    if (count > 0 && below + count >= share * all) {
      const from = bounds[bucket - 1] ?? 0;
      const to = bounds[bucket];
      return to === undefined ? from : from + ((to - from) * (share * all - below)) / count;
    }
    below += count;
  }
  return bounds.at(-1);
}
