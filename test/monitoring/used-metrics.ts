import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { alertRules } from '../../scripts/monitoring/alerts.js';
import { monitoringFiles } from '../../scripts/monitoring/files.js';
import { recordingRules } from '../../scripts/monitoring/recording-rules.js';
import { metricsOf } from './promql.js';
import { runbooks } from './runbooks.js';

const dashboard = z.object({
  title: z.string(),
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) })),
});

/** Every query, as it stands in the committed files, and where. */
function queries(): { readonly where: string; readonly expr: string }[] {
  const shown = Object.keys(monitoringFiles)
    .filter((path) => path.endsWith('.json'))
    .map((path) => dashboard.parse(JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'))))
    .flatMap(({ title, panels }) =>
      panels.flatMap((panel) => panel.targets.map(({ expr }) => ({ where: `${title}: ${panel.title}`, expr }))),
    );
  return [
    ...recordingRules.map(({ record, expr }) => ({ where: record, expr })),
    ...alertRules.map(({ alert, expr }) => ({ where: alert, expr })),
    ...shown,
    ...runbooks.flatMap(({ page, queries }) => queries.map((expr) => ({ where: page, expr }))),
  ];
}

const recorded = new Set(recordingRules.map(({ record }) => record));
/** Prometheus' own, of every target. */
const ofPrometheus = 'up';

/** The metrics that rules, dashboards and runbooks read of our processes, each with who reads it. */
export const usedMetrics: ReadonlyMap<string, string> = new Map(
  queries()
    .flatMap(({ where, expr }) => metricsOf(expr).map((metric) => [metric, where] as const))
    .filter(([metric]) => !recorded.has(metric) && metric !== ofPrometheus),
);
