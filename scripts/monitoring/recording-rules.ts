import { type Window, windows } from './burn-rates.js';
import { indexingLate, type Slo, slos } from './slos.js';

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Name of the series with the share that was bad in a window, of every SLO. */
export const errorRatio = (window: Window): string => `namespace_slo:openfashion_errors:ratio_rate${window}`;

/** Share of what is promised over 30 days, by SLO: for dashboards. */
export const objective = 'slo:openfashion_objective:ratio';

const everyWindow = Object.keys(windows) as Window[];
const everySlo: readonly Slo[] = Object.values(slos);

/** The shares that alerts and dashboards read; each is worked out once. */
export const recordingRules: readonly RecordingRule[] = [
  indexingLate,
  ...everySlo.map(({ name, objective: value }) => ({
    record: objective,
    expr: `vector(${value})`,
    labels: { slo: name },
  })),
  ...everySlo.flatMap((slo) =>
    everyWindow.map((window) => ({
      record: errorRatio(window),
      expr: slo.errorRatio(window),
      labels: { slo: slo.name },
    })),
  ),
];
