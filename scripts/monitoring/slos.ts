import type { EndpointId, ResultName } from '@openfashion/contract';
import type { Window } from './burn-rates.js';

/** What is promised over 30 days, and what measures it. All is told apart by `namespace`: one for each deployment. */
export interface Slo {
  /** Value of the label `slo`. */
  readonly name: string;
  readonly objective: number;
  /** As it stands on the dashboard. */
  readonly promise: string;
  /** Expression: bad events a second in the window. Absent where time is what is good or bad. */
  readonly badRate?: (window: Window) => string;
  /** Expression: the share of the window that was bad. */
  readonly errorRatio: (window: Window) => string;
}

const by = 'by (namespace)';
/** Ours alone: every other result is the caller's. */
const failed: ResultName = 'InternalServerError';

const availability: Slo = {
  name: 'availability',
  objective: 0.999,
  promise: '99.9 % of all requests are answered otherwise than -50000',
  ...ofEvents(
    (window) => `sum ${by} (rate(openfashion_requests_total{result="${failed}"}[${window}]))`,
    (window) => `sum ${by} (rate(openfashion_requests_total{route!="none"}[${window}]))`,
  ),
};

/** Prometheus 3 writes the bound of a bucket as `1.0`, Prometheus 2 as `1`. */
const bounds = { '0.25 s': '0.25', '1 s': '1|1.0' } as const;

function latency(name: string, objective: number, bound: keyof typeof bounds, routes: readonly EndpointId[]): Slo {
  const of = `route=~"${routes.join('|')}"`;
  const all = (window: Window) => `sum ${by} (rate(openfashion_request_duration_seconds_count{${of}}[${window}]))`;
  const soon = (window: Window) =>
    `sum ${by} (rate(openfashion_request_duration_seconds_bucket{${of},le=~"${bounds[bound]}"}[${window}]))`;
  return {
    name,
    objective,
    promise: `${+(objective * 100).toFixed(3)} % are answered within ${bound}`,
    ...ofEvents((window) => `(${all(window)} - ${soon(window)})`, all),
  };
}

/** A job of the largest file takes minutes (docs/performance.md), longer where the shop's pictures come slowly. */
const patience = 3_600;

const freshness: Slo = {
  name: 'freshness',
  objective: 0.99,
  promise: '99 % of the time the oldest index job that waits or runs is younger than an hour',
  errorRatio: (window) => `avg_over_time(namespace:openfashion_indexing_late:bool[${window}])`,
};

/** Whether indexing is late now: what {@link freshness} is the average of. Every process exports the same age. */
export const indexingLate = {
  record: 'namespace:openfashion_indexing_late:bool',
  expr: `max ${by} (openfashion_index_oldest_job_age_seconds) > bool ${patience}`,
};

export const slos = {
  availability,
  searchById: latency('search_by_id', 0.99, '0.25 s', ['searchByProduct']),
  searchByPicture: latency('search_by_picture', 0.95, '1 s', ['searchByPicture', 'searchByLink', 'searchByLinkAlias']),
  freshness,
} as const satisfies Readonly<Record<string, Slo>>;

function ofEvents(badRate: (window: Window) => string, rate: (window: Window) => string) {
  return { badRate, errorRatio: (window: Window) => `${badRate(window)} / ${rate(window)}` };
}
