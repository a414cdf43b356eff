import { median } from '../harness/figures.js';

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

export interface Result {
  /** Median of the rounds. */
  readonly value: number;
  /** Median of the ratios to the first way, round by round. */
  readonly ratio: number;
}
export type Results = Readonly<Record<string, Result>>;

/**
 * Measure several ways of one thing in turn, A B C, B C A, …, so that a drift of the machine's speed, and the garbage that
 * one leaves to the next, falls on all of them. A first round that warms them is not counted.
 * @param ways each resolves to its figure
 */
export async function interleaved(
  ways: Readonly<Record<string, () => Promise<number>>>,
  rounds: number,
): Promise<Results> {
  const names = Object.keys(ways);
  for (const name of names) await ways[name]?.();
  const figures: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    const row: number[] = [];
    for (const name of turned(names, round)) row[names.indexOf(name)] = (await ways[name]?.()) ?? Number.NaN;
    figures.push(row);
  }
  return Object.fromEntries(
    names.map((name, column) => [
      name,
      {
        value: median(figures.map((row) => row[column] ?? Number.NaN)),
        ratio: median(figures.map((row) => (row[column] ?? Number.NaN) / (row[0] ?? Number.NaN))),
      },
    ]),
  );
}

/** The same for milliseconds of work. */
export const timed = (ways: Readonly<Record<string, () => unknown>>, rounds: number): Promise<Results> =>
  interleaved(Object.fromEntries(Object.entries(ways).map(([name, work]) => [name, () => time(work)])), rounds);
