import { type BurnRate, burnRates, type Severity, windows } from './burn-rates.js';
import { errorRatio } from './recording-rules.js';
import type { Slo } from './slos.js';

/** Fewer bad events in the long window ring nobody: at night one failure may be the better part of all requests. */
const fewest = 10;

const severities: readonly Severity[] = ['page', 'ticket'];

/** The expression of each severity that says that the budget of an SLO burns too fast. */
export const budgetAlerts = (slo: Slo): { readonly severity: Severity; readonly expr: string }[] =>
  severities.map((severity) => ({
    severity,
    expr: burnRates
      .filter((rate) => rate.severity === severity)
      .map((rate) => burning(slo, rate))
      .join('\nor\n'),
  }));

function burning({ name, objective, badRate }: Slo, { factor, long, short }: BurnRate): string {
  const budget = +(1 - objective).toFixed(6);
  const over = (window: BurnRate['long' | 'short']) => `${errorRatio(window)}{slo="${name}"} > ${factor} * ${budget}`;
  const both = [over(long), over(short)];
  const enough = badRate && `on (namespace) (${badRate(long)} * ${windows[long]} >= ${fewest})`;
  return `(\n  ${[...both, ...(enough ? [enough] : [])].join('\n  and ')}\n)`;
}
