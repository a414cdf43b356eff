/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** Milliseconds that one piece of work took. */
export async function time(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The list, starting elsewhere in each round. */
export function turned<Item>(list: readonly Item[], round: number): Item[] {
  const start = round % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}

/**
 * Time several ways of one thing in turn, A B C, B C A, …, so that a drift of the machine's speed, and the garbage that one
 * leaves to the next, falls on all of them.
 * @returns the median of each, and of each one's ratio to the first, round by round
 */
export async function interleaved(
  ways: Readonly<Record<string, () => unknown>>,
  rounds: number,
): Promise<Record<string, { readonly ms: number; readonly ratio: number }>> {
  const names = Object.keys(ways);
  for (const name of names) await ways[name]?.();
  const times: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    const row: number[] = [];
    for (const name of turned(names, round)) row[names.indexOf(name)] = await time(ways[name] ?? (() => {}));
    times.push(row);
  }
  return Object.fromEntries(
    names.map((name, column) => [
      name,
      {
        ms: median(times.map((row) => row[column] ?? 0)),
        ratio: median(times.map((row) => (row[column] ?? 0) / (row[0] ?? 1))),
      },
    ]),
  );
}

/** A Markdown table of such results. */
export function printTable(title: string, results: Awaited<ReturnType<typeof interleaved>>): void {
  console.log(`\n| ${title} | median ms | ÷ the first |\n|---|---|---|`);
  for (const [name, { ms, ratio }] of Object.entries(results))
    console.log(`| ${name} | ${ms.toFixed(2)} | ${ratio.toFixed(3)} |`);
}
