import { expect, test } from 'vitest';
import { chartValues, parseValues, readValues } from './values.js';

/** The chart's values with one passage changed. */
function changed(from: string, to: string): string {
  const text = chartValues();
  expect(text).toContain(from);
  return text.replace(from, to);
}

test('the values in force can be simulated', () => {
  expect(readValues().detector.autoscaling.minReplicas).toBeGreaterThan(0);
});

test.each([
  ['500m', 0.5],
  ["'2'", 2],
])('processors are read as Kubernetes writes them: %s', (cpu, cores) => {
  const { gateway } = parseValues(changed('cpu: "1", memory: 1536Mi', `cpu: ${cpu}, memory: 1536Mi`));
  expect(gateway.resources.requests.cpu).toBe(cores);
});

test.each([
  ['models with thresholds of their own', 'embedder: *model', 'embedder: { <<: *model, preStopSeconds: 6 }', 'differ'],
  ['the policy that allows least', 'selectPolicy: Max', 'selectPolicy: Min', 'selectPolicy'],
  ['a threshold that is missing', 'busyShare: 0.6,', '', 'busyShare'],
])('what could not be simulated is refused: %s', (_, from, to, named) => {
  expect(() => parseValues(changed(from, to))).toThrow(named);
});
