/** What was taken for what, and how often. */
export interface Mistake {
  readonly truth: string;
  /** Absent where nothing was said. */
  readonly said: string | undefined;
  readonly times: number;
}

/** What was said of one thing that has a label. */
export type Answer = Pick<Mistake, 'truth' | 'said'>;

/** Wrong answers by what they took for what, the commonest first; equally common ones in the order of their first. */
export function mistakes(answers: readonly Answer[]): Mistake[] {
  const counts = new Map<string, Mistake>();
  for (const { truth, said } of answers) {
    if (said === truth) continue;
    const key = JSON.stringify([truth, said]);
    counts.set(key, { truth, said, times: (counts.get(key)?.times ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.times - a.times);
}
