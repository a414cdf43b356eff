import { expect, test } from 'vitest';
import { averagePrecision, overlap } from './metrics.js';

const truth = (picture: number, x: number) => ({ picture, type: 'A', box: [x, 0, x + 10, 10] as const });
const guess = (picture: number, x: number, score: number) => ({ ...truth(picture, x), score });

test('overlap of equal, half shifted and separate boxes', () => {
  expect(overlap([0, 0, 10, 10], [0, 0, 10, 10])).toBe(1);
  expect(overlap([0, 0, 10, 10], [5, 0, 15, 10])).toBeCloseTo(1 / 3);
  expect(overlap([0, 0, 10, 10], [20, 0, 30, 10])).toBe(0);
});

test('all found and nothing else is 1, nothing found is 0', () => {
  const truths = [truth(0, 0), truth(1, 0)];
  expect(averagePrecision(truths, [guess(0, 0, 0.9), guess(1, 1, 0.8)])).toBe(1);
  expect(averagePrecision(truths, [guess(0, 50, 0.9), guess(2, 0, 0.8)])).toBe(0);
});

test('a second box on one item is wrong; wrong ones after the right ones cost nothing', () => {
  const truths = [truth(0, 0), truth(0, 100)];
  expect(averagePrecision(truths, [guess(0, 0, 0.9), guess(0, 1, 0.8), guess(0, 100, 0.7)])).toBeCloseTo(
    0.5 + 0.5 * (2 / 3),
  );
  expect(averagePrecision(truths, [guess(0, 0, 0.9), guess(0, 100, 0.8), guess(0, 1, 0.7)])).toBe(1);
});
