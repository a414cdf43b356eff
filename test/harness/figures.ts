/** The middle value; NaN of none. */
export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The value that this share of the values, 0 to 1, is below; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
