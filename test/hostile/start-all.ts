/**
 * Start work on every item, so many at the same time; each outcome is there to be awaited when its turn to be told comes.
 */
export function startAll<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): ReadonlyMap<Item, Promise<void>> {
  const outcomes = new Map<Item, Promise<void>>();
  const lanes: Promise<unknown>[] = Array(atOnce).fill(Promise.resolve());
  for (const [index, item] of items.entries()) {
    const lane = index % atOnce;
    const outcome = (lanes[lane] ?? Promise.resolve()).then(() => work(item));
    outcomes.set(item, outcome);
    // Whoever awaits the outcome hears of a failure; the lane goes on.
    lanes[lane] = outcome.catch(() => {});
  }
  return outcomes;
}
