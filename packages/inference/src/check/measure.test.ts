import { expect, test } from 'vitest';
import { median, timeRuns } from './measure.js';

test('the middle one, or the mean of both in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
});

test('a quick run is timed often, the first one not at all', async () => {
  let runs = 0;
  const times = await timeRuns(async () => void runs++);
  expect(times).toHaveLength(50);
  expect(runs).toBe(51);
});
