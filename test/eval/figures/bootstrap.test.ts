import { expect, test } from 'vitest';
import { createEstimate, share, yesOrNo } from './bootstrap.js';

const estimate = createEstimate(1);
const half = Array.from({ length: 100 }, (_, index) => yesOrNo(index % 2 === 0));

test('a share of yes and no has the interval of the binomial distribution', () => {
  const { value, low, high } = share(estimate, half);
  expect(value).toBe(0.5);
  // 1.96 standard deviations: ±0.098.
  expect(low).toBeGreaterThan(0.38);
  expect(low).toBeLessThan(0.42);
  expect(high).toBeGreaterThan(0.58);
  expect(high).toBeLessThan(0.62);
});

test('what all pictures agree on has no interval, and nothing at all no value', () => {
  expect(share(estimate, [yesOrNo(true), yesOrNo(true)])).toEqual({ value: 1, low: 1, high: 1 });
  expect(share(estimate, [])).toEqual({ value: Number.NaN, low: Number.NaN, high: Number.NaN });
});

test('the same seed draws the same pictures, another one others', () => {
  expect(share(createEstimate(1), half)).toEqual(share(estimate, half));
  const weigh = (seed: number) => {
    const seen: number[] = [];
    createEstimate(seed, 3)(50, (weights) => seen.push(weights[0] ?? 0));
    return seen;
  };
  expect(weigh(1)).toEqual(weigh(1));
  expect([weigh(2), weigh(3), weigh(4)]).not.toEqual([weigh(1), weigh(1), weigh(1)]);
});

test('pictures that contribute more weigh more', () => {
  expect(
    share(estimate, [
      { hits: 9, of: 10 },
      { hits: 0, of: 0 },
      { hits: 0, of: 2 },
    ]).value,
  ).toBeCloseTo(0.75);
});
