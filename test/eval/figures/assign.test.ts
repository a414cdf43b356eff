import { expect, test } from 'vitest';
import { assign } from './assign.js';

const box = (x0: number, width = 10) => ({ x0, y0: 0, x1: x0 + width, y1: 10 });

test('the box that overlaps most is taken, and by one alone', () => {
  expect([...assign([box(0), box(2)], [box(3), box(1)])]).toEqual([
    [0, 1],
    [1, 0],
  ]);
  expect([...assign([box(0), box(1)], [box(1)])]).toEqual([[1, 0]]);
});

test('less than half in common is nothing', () => {
  expect(assign([box(0)], [box(4)]).size).toBe(0);
  expect(assign([box(0)], [box(0, 20)]).size).toBe(1);
});
