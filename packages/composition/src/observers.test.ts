import { createLogger, createMetrics } from '@openfashion/telemetry';
import { expect, test } from 'vitest';
import { observers } from './observers.js';

test('the counter of lines that were given up is there before the first, which an alert waits for', async () => {
  const metrics = createMetrics();
  const { indexing } = observers(metrics, createLogger({ name: 'test', level: 'silent' }));
  const counted = async () =>
    (await metrics.lineFailures.get()).values.map(({ labels, value }) => [labels.reason, value]);
  expect(await counted()).toEqual([['InternalServerError', 0]]);
  indexing.failures?.('InternalServerError', 2);
  expect(await counted()).toEqual([['InternalServerError', 2]]);
});
