import type { Dashboard } from './dashboard.js';
import { here, quantiles } from './panel.js';

export const indexing: Dashboard = {
  title: 'Indexing',
  description: 'How far index jobs are, and what holds them up.',
  panels: [
    {
      title: 'Age of the oldest job that waits or runs',
      description: 'An hour is too late.',
      unit: 's',
      queries: [{ expr: `max(openfashion_index_oldest_job_age_seconds{${here}})`, legend: 'oldest' }],
    },
    {
      title: 'Lines that wait',
      unit: 'short',
      queries: [{ expr: `max(openfashion_index_backlog{${here},of="lines"})`, legend: 'lines' }],
    },
    {
      title: 'Jobs, and parts of jobs',
      unit: 'short',
      queries: [
        { expr: `max by (of) (openfashion_index_backlog{${here},of=~"jobs|chunks|deadLetters"})`, legend: '{{of}}' },
        { expr: `sum(openfashion_index_chunks_in_hand{${here}})`, legend: 'chunks in hand' },
      ],
    },
    {
      title: 'Lines, by what became of them',
      unit: 'ops',
      queries: [
        {
          expr: `sum by (outcome) (rate(openfashion_index_lines_total{${here}}[$__rate_interval]))`,
          legend: '{{outcome}}',
        },
      ],
    },
    {
      title: 'Lines that failed, by reason',
      unit: 'ops',
      queries: [
        {
          expr: `sum by (reason) (rate(openfashion_index_line_failures_total{${here}}[$__rate_interval])) > 0`,
          legend: '{{reason}}',
        },
      ],
    },
    {
      title: 'Jobs that reached a status, in the last hour',
      unit: 'short',
      queries: [
        { expr: `sum by (status) (increase(openfashion_index_jobs_total{${here}}[1h]))`, legend: '{{status}}' },
      ],
    },
    {
      title: 'Wait of a part of a job for a worker',
      unit: 's',
      queries: quantiles('openfashion_index_chunk_wait_seconds', ''),
    },
    {
      title: 'Downloads, by outcome',
      unit: 'ops',
      queries: [
        {
          expr: `sum by (outcome) (rate(openfashion_download_duration_seconds_count{${here}}[$__rate_interval]))`,
          legend: '{{outcome}}',
        },
      ],
    },
    {
      title: 'Time of a download',
      unit: 's',
      queries: quantiles('openfashion_download_duration_seconds', ''),
    },
    {
      title: 'Model change: documents re-embedded, by what became of them',
      unit: 'ops',
      queries: [
        {
          expr: `sum by (outcome) (rate(openfashion_reembedded_documents_total{${here}}[$__rate_interval]))`,
          legend: '{{outcome}}',
        },
      ],
    },
    {
      title: 'Model change: documents left',
      unit: 'short',
      queries: [{ expr: `sum(openfashion_reembedding_remaining_documents{${here}})`, legend: 'left' }],
    },
  ],
};
