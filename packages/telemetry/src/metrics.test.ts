import { expect, test } from 'vitest';
import { createMetrics } from './metrics.js';

test('a value that cannot be had is left out, and the others are there', async () => {
  const metrics = createMetrics();
  const store = { up: true };
  const ask = async () => {
    if (!store.up) throw new Error('away');
    return 7;
  };
  metrics.gauge('documents', 'Of all', ask);
  metrics.gauges('backlog', 'By kind', ['of'], async () => [[{ of: 'jobs' }, await ask()]]);
  metrics.gauge('late', 'Of a store that hangs', () => new Promise(() => {}));
  metrics.jobs.inc({ status: 'finished' });
  const samples = async () =>
    (await metrics.registry.metrics())
      .split('\n')
      .filter((line) => /^(documents|backlog|late|openfashion_index_jobs)/.test(line));
  const always = 'openfashion_index_jobs_total{status="finished"} 1';
  expect(await samples()).toEqual([always, 'documents 7', 'backlog{of="jobs"} 7']);
  store.up = false;
  expect(await samples()).toEqual([always]);
  store.up = true;
  expect(await samples()).toEqual([always, 'documents 7', 'backlog{of="jobs"} 7']);
}, 15_000);
