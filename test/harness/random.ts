/** Fractions of [0, 1), the same for the same seed (mulberry32). */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A whole number from 0 to below `bound`. */
export const below = (random: Random, bound: number): number => Math.floor(random() * bound);

/** One of a list that is not empty. */
export const pick = <Item>(random: Random, list: readonly Item[]): Item => list[below(random, list.length)] as Item;

/** The same items in another order. */
export const shuffled = <Item>(random: Random, items: readonly Item[]): Item[] =>
  items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);

/** The seed that was asked for (`--seed`, or SEED in the environment), or a fresh one. Print it, so that a run can be had again. */
export const chooseSeed = (asked: string | undefined = process.env['SEED']): number =>
  asked === undefined ? Math.floor(Math.random() * 1e9) : Number(asked);
