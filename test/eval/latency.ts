/** Times of one kind of request, in milliseconds. */
export interface Latencies {
  readonly p50: number;
  readonly p95: number;
  readonly count: number;
}

/** Runs requests and keeps how long each kind took. */
export class Stopwatch {
  readonly #times = new Map<string, number[]>();

  async time<T>(kind: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const result = await work();
    const times = this.#times.get(kind) ?? [];
    times.push(performance.now() - start);
    this.#times.set(kind, times);
    return result;
  }

  summary(): Record<string, Latencies> {
    return Object.fromEntries([...this.#times].map(([kind, times]) => [kind, latencies(times)]));
  }
}

function latencies(times: readonly number[]): Latencies {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), count: sorted.length };
}

/** Do `work` for every item, at most `width` at once, results in the items' order. */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(items.length);
  const entries = items.entries();
  const lane = async () => {
    for (const [index, item] of entries) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: width }, lane));
  return results;
}
