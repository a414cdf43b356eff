import { expect, test } from 'vitest';
import { blur } from './blur.js';

test('a flat plane stays as it is, up to its edges', () => {
  const plane = new Float32Array(12 * 9).fill(7);
  blur(plane, 12, 9, 3);
  for (const value of plane) expect(value).toBeCloseTo(7, 4);
});

test('a point is spread to both sides alike and nothing is lost', () => {
  const plane = new Float32Array(31 * 31);
  plane[15 * 31 + 15] = 100;
  blur(plane, 31, 31, 2);
  expect(plane.reduce((sum, value) => sum + value, 0)).toBeCloseTo(100, 3);
  expect(plane[15 * 31 + 12]).toBeCloseTo(plane[15 * 31 + 18] ?? 0, 5);
  expect(plane[12 * 31 + 15]).toBeCloseTo(plane[15 * 31 + 12] ?? 0, 5);
  expect(plane[15 * 31 + 15]).toBeGreaterThan(plane[15 * 31 + 12] ?? 0);
});
