import { expect, test } from 'vitest';
import { largestItem } from './items.js';
import type { Detection } from './port.js';

const item = (score: number, width: number, height: number): Detection => ({
  type: 'TOP',
  score,
  box: { x0: 5, y0: 5, x1: 5 + width, y1: 5 + height },
});

test('the largest item has the largest box, not the best score or the longest side', () => {
  const [small, long, large] = [item(0.9, 10, 10), item(0.8, 100, 2), item(0.4, 30, 30)];
  expect(largestItem([small, long, large], 0.35)).toBe(large);
});

test('items under the threshold do not count', () => {
  const [sure, doubtful] = [item(0.35, 10, 10), item(0.34, 30, 30)];
  expect(largestItem([sure, doubtful], 0.35)).toBe(sure);
  expect(largestItem([doubtful], 0.35)).toBeUndefined();
  expect(largestItem([], 0)).toBeUndefined();
});

test('of two as large the better stays, so that a repeated search asks the same', () => {
  const [better, weaker] = [item(0.9, 10, 20), item(0.8, 20, 10)];
  expect(largestItem([better, weaker], 0.35)).toBe(better);
});
