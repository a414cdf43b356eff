import type { ResultName } from '@openfashion/contract';
import { errorRatio, objective } from '../recording-rules.js';
import type { Dashboard } from './dashboard.js';
import { here, quantiles } from './panel.js';

const failed: ResultName = 'InternalServerError';

export const overview: Dashboard = {
  title: 'Overview',
  description: 'Whether the promises are kept, and what shoppers and shops notice.',
  panels: [
    {
      title: 'How fast budgets burn',
      description: '1 uses up the budget of 30 days in 30 days; 14.4 for an hour rings.',
      unit: 'short',
      queries: [
        {
          expr: `${errorRatio('1h')}{${here}} / on (slo) group_left () (1 - ${objective})`,
          legend: '{{slo}}',
        },
      ],
    },
    {
      title: 'Bad in the last 3 days',
      kind: 'stat',
      unit: 'percentunit',
      queries: [{ expr: `${errorRatio('3d')}{${here}}`, legend: '{{slo}}' }],
    },
    {
      title: 'Requests, by route',
      unit: 'reqps',
      queries: [
        { expr: `sum by (route) (rate(openfashion_requests_total{${here}}[$__rate_interval]))`, legend: '{{route}}' },
      ],
    },
    {
      title: 'Requests answered -50000, by route',
      unit: 'reqps',
      queries: [
        {
          expr: `sum by (route) (rate(openfashion_requests_total{${here},result="${failed}"}[$__rate_interval])) > 0`,
          legend: '{{route}}',
        },
      ],
    },
    {
      title: 'Search by product id',
      unit: 's',
      queries: quantiles('openfashion_request_duration_seconds', 'route="searchByProduct"'),
    },
    {
      title: 'Search by picture or link',
      unit: 's',
      queries: quantiles('openfashion_request_duration_seconds', 'route=~"searchByPicture|searchByLink.*"'),
    },
    {
      title: 'Answers other than success and -50000',
      description: 'What callers do wrong, and what a shop does not have.',
      unit: 'reqps',
      queries: [
        {
          expr: `sum by (result) (rate(openfashion_requests_total{${here},result!~"SUCCESS|${failed}"}[$__rate_interval])) > 0`,
          legend: '{{result}}',
        },
      ],
    },
    {
      title: 'Requests being answered',
      unit: 'short',
      queries: [{ expr: `sum(openfashion_requests_in_flight{${here}})`, legend: 'in flight' }],
    },
    {
      title: 'Processes',
      unit: 'short',
      queries: [{ expr: `count by (process) (openfashion_process_info{${here}})`, legend: '{{process}}' }],
    },
    {
      title: 'What serves them',
      description: '1 where every process reaches it, 0 where one does not.',
      unit: 'short',
      queries: [{ expr: `min by (dependency) (openfashion_dependency_up{${here}})`, legend: '{{dependency}}' }],
    },
    {
      title: 'Event loops, how late (p99)',
      description: 'Above 0.2 s a process has more to do than one core can.',
      unit: 's',
      queries: [{ expr: `nodejs_eventloop_lag_p99_seconds{${here}}`, legend: '{{job}} {{instance}}' }],
    },
    {
      title: 'Resident memory',
      unit: 'bytes',
      queries: [{ expr: `process_resident_memory_bytes{${here}}`, legend: '{{job}} {{instance}}' }],
    },
  ],
};
