import { expect, test } from 'vitest';
import { createRandom } from './random.js';

const draws = (seed: string): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: 1000 }, () => random.between(0, 1));
};

test('the same seed gives the same numbers, another seed others', () => {
  expect(draws('a')).toEqual(draws('a'));
  expect(draws('a')).not.toEqual(draws('b'));
});

test('numbers are spread over their range', () => {
  const values = draws('spread');
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...values)).toBeLessThan(1);
  expect(values.filter((value) => value < 0.5).length).toBeGreaterThan(400);
  expect(values.filter((value) => value < 0.5).length).toBeLessThan(600);
});
