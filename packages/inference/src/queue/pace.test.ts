import { expect, test } from 'vitest';
import { Pace } from './pace.js';

test('before a batch has ended, nothing is expected to take time', () => {
  const pace = new Pace();
  pace.started(4, 0);
  expect(pace.expected(100, 10)).toBe(0);
});

test('a wait is what is left of the running batch and the inputs ahead at the pace of the last batches', () => {
  const pace = new Pace();
  pace.started(4, 0);
  pace.ended(40);
  expect(pace.expected(3, 40)).toBe(30);
  pace.started(2, 50);
  expect(pace.expected(3, 55)).toBe(45);
  // It takes longer than expected: no less than nothing is left of it.
  expect(pace.expected(3, 95)).toBe(30);
  pace.ended(40);
  expect(pace.expected(1, 90)).toBeCloseTo(12);
});

test('a run that failed changes no pace', () => {
  const pace = new Pace();
  pace.started(1, 0);
  pace.ended(10);
  pace.started(1, 10);
  pace.failed();
  expect(pace.expected(2, 500)).toBe(20);
});
