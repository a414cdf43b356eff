import { expect, test } from 'vitest';
import { box, closed, ellipse, lens, mirrored, open } from './outline.js';

const numbers = (path: string): number[] => (path.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);

test('corners are joined by straight lines', () => {
  // The handles of a straight cubic lie on its line, at a third of it.
  expect(open([0, 0], [30, 60])).toBe('M0,0C10,20 20,40 30,60');
});

test('a smooth knot is passed without a bend', () => {
  const [, , , , inX = 0, inY = 0, x = 0, y = 0, outX = 0, outY = 0] = numbers(open([0, 0], [50, 40, 1], [100, 0]));
  expect((y - inY) * (outX - x)).toBeCloseTo((outY - y) * (x - inX), 6);
});

test('a mirrored outline is the same left and right', () => {
  const path = mirrored([0, 0, 1], [40, 10], [50, 80, 1], [0, 90, 1]);
  const values = numbers(path);
  const points = values.flatMap((x, i) => (i % 2 === 0 ? [`${x},${values[i + 1]}`] : []));
  const flipped = points.map((point) => point.replace(/^-?/, (sign) => (sign === '' ? '-' : '')).replace(/^-0,/, '0,'));
  expect(new Set(flipped)).toEqual(new Set(points));
});

test('paths carry one decimal, so that the same drawing is the same text everywhere', () => {
  const paths = [
    closed([0.123, 1 / 3, 1], [10.06, 5]),
    box(0.04, 0, 1 / 3, 2, 0.5),
    ellipse(1 / 3, 0, 5, 5),
    lens(0, 0, 7, 9, 1 / 7),
  ];
  for (const path of paths) expect(path).not.toMatch(/\.\d\d/);
});
