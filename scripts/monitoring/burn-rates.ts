/**
 * When a budget burns so fast that somebody must look: windows and factors of Google's SRE workbook, chapter 5, for a budget of
 * 30 days. The long window keeps a short trouble from ringing, the short one ends the alert soon after the trouble.
 */
export const burnRates = [
  { severity: 'page', factor: 14.4, long: '1h', short: '5m' },
  { severity: 'page', factor: 6, long: '6h', short: '30m' },
  { severity: 'ticket', factor: 3, long: '1d', short: '2h' },
  { severity: 'ticket', factor: 1, long: '3d', short: '6h' },
] as const;

export type BurnRate = (typeof burnRates)[number];
export type Severity = BurnRate['severity'];
export type Window = BurnRate['long' | 'short'];

/** In seconds. */
export const windows: Readonly<Record<Window, number>> = {
  '5m': 300,
  '30m': 1_800,
  '1h': 3_600,
  '2h': 7_200,
  '6h': 21_600,
  '1d': 86_400,
  '3d': 259_200,
};
