import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseValues, readValues } from './values.js';

const own = readFileSync(new URL('values.yaml', import.meta.url), 'utf8');

test('the values in force can be simulated', () => {
  expect(readValues().detector.autoscaling.minReplicas).toBeGreaterThan(0);
});

test.each([
  ['500m', 0.5],
  ["'2'", 2],
])('processors are read as Kubernetes writes them: %s', (cpu, cores) => {
  const { gateway } = parseValues(own.replace(/cpu: \S+/, `cpu: ${cpu}`));
  expect(gateway.resources.requests.cpu).toBe(cores);
});

test.each([
  ['models with thresholds of their own', 'embedder: *model', 'embedder: { <<: *model, preStopSeconds: 6 }', 'differ'],
  ['the policy that allows least', 'scaleDown:', 'scaleDown:\n      selectPolicy: Min', 'selectPolicy'],
  ['a threshold that is missing', 'busyShare: 0.6', '', 'busyShare'],
])('what could not be simulated is refused: %s', (_, from, to, named) => {
  expect(() => parseValues(own.replace(from, to))).toThrow(named);
});
