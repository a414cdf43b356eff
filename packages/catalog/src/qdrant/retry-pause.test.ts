import { expect, test } from 'vitest';
import { retryPause } from './retry-pause.js';

test('pauses grow up to a bound, and two callers rest differently', () => {
  expect([1, 2, 3, 9].map((failures) => retryPause(failures, 0.5))).toEqual([50, 100, 200, 1_000]);
  expect([0, 0.999].map((random) => Math.round(retryPause(2, random)))).toEqual([50, 150]);
});
