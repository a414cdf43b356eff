import { expect, test } from 'vitest';
import { metricsOf } from './promql.js';

test('metrics are found in functions, ranges and matches, and nothing else is', () => {
  const expression = `sum by (le, a) (rate(b_bucket{c="d", e=~"$f"}[$__rate_interval])) / on (g) group_left () h:i:j
    unless max_over_time(k[1h:5m] offset 1d) > bool 3`;
  expect(metricsOf(expression).toSorted()).toEqual(['b_bucket', 'h:i:j', 'k']);
});

test('what is no PromQL is refused', () => {
  expect(() => metricsOf('sum(rate(a[5m])')).toThrow('not PromQL');
});
