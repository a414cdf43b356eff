import type { Dashboard } from './dashboard.js';
import { here, quantiles } from './panel.js';

/** Operations as `packages/composition/src/observed-backplane.ts` calls them. */
const reads = 'keyvalue.get|keyvalue.list|objects.get|objects.list';
const writes = 'keyvalue.(create|update|delete)|queue.publish|objects.(put|delete)';

export const stores: Dashboard = {
  title: 'Stores',
  description:
    'The stores as our processes meet them. What NATS and Qdrant say of themselves is on dashboards of their own.',
  panels: [
    {
      title: 'Processes that reach it',
      unit: 'percentunit',
      queries: [
        {
          expr: `avg by (dependency) (openfashion_dependency_up{${here},dependency=~"backplane|catalog"})`,
          legend: '{{dependency}}',
        },
      ],
    },
    {
      title: 'Documents of all services',
      description: 'Counted once a minute.',
      unit: 'short',
      queries: [{ expr: `max(openfashion_documents{${here}})`, legend: 'documents' }],
    },
    {
      title: 'Calls, by operation',
      unit: 'ops',
      queries: [
        {
          expr: `sum by (store, operation) (rate(openfashion_store_duration_seconds_count{${here}}[$__rate_interval]))`,
          legend: '{{store}} {{operation}}',
        },
      ],
    },
    {
      title: 'Mean time of a call, by operation',
      unit: 's',
      queries: [
        {
          expr: `sum by (store, operation) (rate(openfashion_store_duration_seconds_sum{${here}}[$__rate_interval])) / sum by (store, operation) (rate(openfashion_store_duration_seconds_count{${here}}[$__rate_interval]))`,
          legend: '{{store}} {{operation}}',
        },
      ],
    },
    {
      title: 'Calls that were not answered, by operation',
      description: 'A store that is away, slow or full.',
      unit: 'ops',
      queries: [
        {
          expr: `sum by (store, operation) (rate(openfashion_store_failures_total{${here}}[$__rate_interval])) > 0`,
          legend: '{{store}} {{operation}}',
        },
      ],
    },
    {
      title: 'Calls in hand',
      description: 'Calls a second times the time of one: how many are under way on average.',
      unit: 'short',
      queries: [
        {
          expr: `sum by (store) (rate(openfashion_store_duration_seconds_sum{${here}}[$__rate_interval]))`,
          legend: '{{store}}',
        },
      ],
    },
    {
      title: 'A search in the catalogue',
      unit: 's',
      queries: quantiles('openfashion_store_duration_seconds', 'store="catalog",operation="search"'),
    },
    {
      title: 'Writes to the catalogue',
      unit: 's',
      queries: quantiles('openfashion_store_duration_seconds', 'store="catalog",operation="apply"'),
    },
    {
      title: 'Reads of the backplane',
      description: 'Every request reads the key and the service.',
      unit: 's',
      queries: quantiles('openfashion_store_duration_seconds', `store="backplane",operation=~"${reads}"`),
    },
    {
      title: 'Writes to the backplane',
      unit: 's',
      queries: quantiles('openfashion_store_duration_seconds', `store="backplane",operation=~"${writes}"`),
    },
    {
      title: 'Copies that differed and were mended, in the last hour',
      unit: 'short',
      queries: [{ expr: `sum(increase(openfashion_repaired_copies_total{${here}}[1h]))`, legend: 'copies' }],
    },
    {
      title: 'Queued parts of jobs',
      unit: 'short',
      queries: [
        { expr: `max by (of) (openfashion_index_backlog{${here},of=~"chunks|deadLetters"})`, legend: '{{of}}' },
      ],
    },
  ],
};
