import { expect, test } from 'vitest';
import { Pace } from './pace.js';

test('what was measured at the start is what is expected first', () => {
  const pace = new Pace({ 1: 10, 2: 20, 4: 40 });
  expect(pace.expected(0, 1, 0)).toBe(0);
  expect(pace.expected(3, 1, 0)).toBe(30);
  expect(pace.expected(6, 4, 0)).toBe(80);
});

test('batches that cost less than their inputs one by one are counted as batches', () => {
  const pace = new Pace({ 1: 10, 8: 16, 32: 20 });
  expect(pace.expected(128, 32, 0)).toBe(80);
  expect(pace.expected(5, 32, 0)).toBe(16);
});

test('what is left of the running batch comes before', () => {
  const pace = new Pace({ 1: 10 });
  pace.started(1, 100);
  expect(pace.expected(2, 1, 104)).toBe(26);
  // It takes longer than expected: no less than nothing is left of it.
  expect(pace.expected(2, 1, 190)).toBe(20);
});

test('a model that became slower is expected to stay so; one slow batch changes little, a failed one nothing', () => {
  const pace = new Pace({ 1: 10 });
  pace.started(1, 0);
  pace.ended(3_000);
  expect(pace.expected(1, 1, 0)).toBeCloseTo(12);
  pace.started(1, 0);
  pace.failed();
  expect(pace.expected(1, 1, 0)).toBeCloseTo(12);
  for (let batch = 0; batch < 40; batch++) {
    pace.started(1, 0);
    pace.ended(30);
  }
  expect(pace.expected(1, 1, 0)).toBeCloseTo(30, 0);
});
