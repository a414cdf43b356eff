import { percentile } from './figures.js';

export interface Load {
  readonly perSecond: number;
  /** Milliseconds that half and 99 of 100 calls took at most. */
  readonly p50: number;
  readonly p99: number;
}

/** So many callers, each of whom calls again as soon as it has its answer. */
export async function closedLoop(
  call: (index: number) => Promise<unknown>,
  { concurrency, milliseconds }: { readonly concurrency: number; readonly milliseconds: number },
): Promise<Load> {
  const times: number[] = [];
  let next = 0;
  const start = performance.now();
  const caller = async () => {
    while (performance.now() - start < milliseconds) {
      const asked = performance.now();
      await call(next++);
      times.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, caller));
  const seconds = (performance.now() - start) / 1000;
  return { perSecond: times.length / seconds, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}
