import type { ResultName } from '@openfashion/contract';
import { budgetAlerts } from './budget-alerts.js';
import type { Severity } from './burn-rates.js';
import { type Slo, slos } from './slos.js';

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long it must hold. */
  readonly for?: string;
  readonly labels: { readonly severity: Severity };
  readonly annotations: { readonly summary: string; readonly description: string; readonly runbook: string };
}

interface Alert {
  /** Page of docs/runbooks that says what to do. */
  readonly page: string;
  readonly summary: string;
  readonly description: string;
  readonly rules: readonly { readonly severity: Severity; readonly expr: string; readonly for?: string }[];
}

/** Of an SLO whose budget burns. */
const budget = (slo: Slo, page: string, summary: string): Alert => ({
  page,
  summary,
  description: `The budget burns too fast. Promised, over 30 days: ${slo.promise}.`,
  rules: budgetAlerts(slo),
});

const one = (severity: Severity, wait: string, expr: string): Alert['rules'] => [{ severity, expr, for: wait }];

/** Dependencies that are stores (packages/composition/src/dependencies.ts); every other one is a model. */
const stores = 'backplane|catalog';
/** Why a line fails that was given up. */
const ours: ResultName = 'InternalServerError';
/** Outcomes of a download that are no failure. */
const arrived = ['SUCCESS' satisfies ResultName, 'unchanged', 'aborted'].join('|');

/** What rings, by name. The first four tell what shoppers and shops notice; the others what is broken, or will be. */
const alerts: Readonly<Record<string, Alert>> = {
  OpenFashionErrors: budget(slos.availability, 'errors', 'Requests are answered -50000'),
  OpenFashionSearchByIdSlow: budget(slos.searchById, 'search-by-id-slow', 'Searches by product id are slow'),
  OpenFashionSearchByPictureSlow: budget(
    slos.searchByPicture,
    'search-by-picture-slow',
    'Searches by picture or link are slow',
  ),
  OpenFashionIndexingLate: budget(slos.freshness, 'indexing-late', 'Index jobs are done late'),

  OpenFashionNoGateway: {
    page: 'no-gateway',
    summary: 'No gateway is there',
    description:
      'Prometheus has reached no gateway and no single node for 5 minutes: nobody is answered, or it looks elsewhere.',
    rules: one('page', '5m', 'absent(openfashion_process_info{process=~"gateway|standalone"})'),
  },
  OpenFashionProcessDown: {
    page: 'process-down',
    summary: 'A process does not answer Prometheus',
    description: '{{ $labels.job }} at {{ $labels.instance }} has not answered /metrics for 10 minutes.',
    // Ours is what said so within a day, whatever its job is called.
    rules: one('ticket', '10m', 'up == 0 and on (job, instance) last_over_time(openfashion_process_info[1d])'),
  },
  OpenFashionStoreAway: {
    page: 'store-away',
    summary: 'A store is away: {{ $labels.dependency }}',
    description:
      'No process has reached it for 2 minutes (backplane: NATS, or the data folder; catalog: Qdrant, or the data folder).',
    rules: one(
      'page',
      '2m',
      `max by (namespace, dependency) (openfashion_dependency_up{dependency=~"${stores}"}) == 0`,
    ),
  },
  OpenFashionModelAway: {
    page: 'model-away',
    summary: 'A model is away: {{ $labels.dependency }}',
    description:
      'No process has had an answer of it for 2 minutes. Search by product id goes on; what needs it is answered -50000, and index jobs wait.',
    rules: one(
      'page',
      '2m',
      `max by (namespace, dependency) (openfashion_dependency_up{dependency!~"${stores}"}) == 0`,
    ),
  },
  OpenFashionModelOverloaded: {
    page: 'model-overloaded',
    summary: 'A model refuses shoppers’ pictures: {{ $labels.model }}',
    description:
      '{{ $value | humanizePercentage }} of the interactive calls were refused in the last 5 minutes, for 10 minutes.',
    rules: one(
      'ticket',
      '10m',
      `sum by (namespace, model) (rate(openfashion_inference_calls_total{lane="interactive",status="RESOURCE_EXHAUSTED"}[5m]))
  / sum by (namespace, model) (rate(openfashion_inference_calls_total{lane="interactive"}[5m])) > 0.05`,
    ),
  },
  OpenFashionModelVersionsMixed: {
    page: 'model-versions-mixed',
    summary: 'Replicas of a model service run different models: {{ $labels.service }}',
    description: '{{ $value }} models for an hour. Callers have one of them and refuse the other.',
    // Two embedders are what a model change looks like.
    rules: one(
      'ticket',
      '1h',
      'count by (namespace, service) (group by (namespace, service, name, version) (openfashion_model_info{service!="embedder"})) > 1',
    ),
  },
  OpenFashionIndexingStalled: {
    page: 'indexing-stalled',
    summary: 'Index jobs wait, and no line gets done',
    description: '{{ $value }} jobs, and not one line in 15 minutes, for 15 minutes.',
    rules: one(
      'ticket',
      '15m',
      `max by (namespace) (openfashion_index_backlog{of="jobs"}) > 0
  unless on (namespace) sum by (namespace) (rate(openfashion_index_lines_total[15m])) > 0`,
    ),
  },
  OpenFashionLinesGivenUp: {
    page: 'lines-given-up',
    summary: 'Lines of index jobs were given up for something that is wrong with us',
    description: '{{ $value | printf "%.0f" }} in the last hour; they are told to the shop as InternalServerError.',
    rules: one(
      'ticket',
      '0m',
      `sum by (namespace) (increase(openfashion_index_line_failures_total{reason="${ours}"}[1h])) > 0`,
    ),
  },
  OpenFashionDownloadsFailing: {
    page: 'downloads-failing',
    summary: 'Most pictures cannot be fetched',
    description: '{{ $value | humanizePercentage }} of the downloads failed in the last 30 minutes, for 30 minutes.',
    rules: one(
      'ticket',
      '30m',
      `sum by (namespace) (rate(openfashion_download_duration_seconds_count{outcome!~"${arrived}"}[30m]))
  / sum by (namespace) (rate(openfashion_download_duration_seconds_count[30m])) > 0.5
  and sum by (namespace) (rate(openfashion_download_duration_seconds_count[30m])) * 1800 >= 100`,
    ),
  },
  OpenFashionCopiesDiffer: {
    page: 'copies-differ',
    summary: 'Copies of documents differed, and were mended',
    description: '{{ $value | printf "%.0f" }} in the last 3 hours.',
    rules: one('ticket', '0m', 'sum by (namespace) (increase(openfashion_repaired_copies_total[3h])) > 0'),
  },
  OpenFashionEventLoopLate: {
    page: 'event-loop-late',
    summary: 'A process has more to do than one core can',
    description:
      'The event loop of {{ $labels.job }} at {{ $labels.instance }} runs {{ $value | humanizeDuration }} late (p99), for 15 minutes.',
    rules: one(
      'ticket',
      '15m',
      'nodejs_eventloop_lag_p99_seconds > 0.2 and on (job, instance) openfashion_process_info',
    ),
  },
};

export const alertRules: readonly AlertRule[] = Object.entries(alerts).flatMap(([alert, { page, rules, ...told }]) =>
  rules.map(({ severity, expr, for: wait }) => ({
    alert,
    expr,
    ...(wait !== undefined && { for: wait }),
    labels: { severity },
    annotations: { ...told, runbook: `docs/runbooks/${page}.md` },
  })),
);
