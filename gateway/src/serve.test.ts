import { expect, test } from 'vitest';
import { longestRequest, patience } from './serve.js';

const inferenceTimeout = 10_000;
const longest = longestRequest({ inferenceTimeout });

test('the longest request is an upload whose models take all of their time', () => {
  expect(longest).toBe(60_000 + 3_000 + 10_000 + 20_000);
  expect(longestRequest({ inferenceTimeout: 100 })).toBe(60_000 + 10_000 + 20_000);
});

test('requests in hand are waited for to their end, where the grace period lets them', () => {
  expect(patience({ inferenceTimeout, shutdownGrace: 600_000 })).toBe(longest);
  expect(patience({ inferenceTimeout, shutdownGrace: 25_000 })).toBe(20_000);
});
