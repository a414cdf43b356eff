import { createMetrics } from '@openfashion/telemetry';
import { expect, test } from 'vitest';
import { bounds, noCounts, observe, quantile } from './histogram.js';

test('buckets are those that the product exports', async () => {
  const { registry, queueWait } = createMetrics();
  queueWait.observe({ model: 'detect', lane: 'interactive' }, 0);
  const text = await registry.getSingleMetricAsString('openfashion_inference_queue_wait_seconds');
  const exported = [...text.matchAll(/le="([\d.]+)"/g)].map(([, bound]) => Number(bound) * 1_000);
  expect(exported.map((bound) => Math.round(bound * 10) / 10)).toEqual(bounds);
});

test('a quantile lies on a straight line within its bucket, as Prometheus has it', () => {
  const counts = noCounts();
  expect(quantile(0.95, counts)).toBeUndefined();
  for (let value = 0; value < 100; value++) observe(counts, 60);
  expect(quantile(0.5, counts)).toBe(75);
  expect(quantile(0.95, counts)).toBe(97.5);
  observe(counts, 100_000);
  expect(quantile(1, counts)).toBe(30_000);
});
