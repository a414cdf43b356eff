import type { Picture } from '@openfashion/imaging';
import { describe, expect, test } from 'vitest';
import { bounds, isWorn, silhouette } from './silhouette.js';

type Colour = readonly [number, number, number];
const white: Colour = [255, 255, 255];
const blue: Colour = [20, 40, 160];
const skin: Colour = [220, 170, 140];

/** A white picture of 60 × 80 with rectangles (x0 y0 x1 y1) in it. */
function drawn(...rectangles: readonly (readonly [number, number, number, number, Colour])[]): Picture {
  const [width, height] = [60, 80];
  const data = new Uint8Array(width * height * 3).fill(255);
  for (const [x0, y0, x1, y1, colour] of rectangles) {
    for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) data.set(colour, 3 * (y * width + x));
  }
  return { width, height, data };
}

describe('silhouette', () => {
  test('is all but the white that reaches the border: a white shirt with an edge stands whole', () => {
    const picture = drawn([10, 20, 40, 60, blue], [12, 22, 38, 58, white]);
    const mask = silhouette(picture);
    expect(mask.data.reduce((sum, one) => sum + one, 0)).toBe(30 * 40);
    expect(bounds(mask)).toEqual({ x0: 10, y0: 20, x1: 40, y1: 60 });
  });

  test('specks are no part of it, what touches the border is', () => {
    const picture = drawn([0, 20, 40, 80, blue], [50, 5, 52, 7, blue]);
    expect(bounds(silhouette(picture))).toEqual({ x0: 0, y0: 20, x1: 40, y1: 80 });
  });

  test('pieces under 0.2 % of the picture do not count, a pair of shoes does', () => {
    // 0.2 % of 60 × 80 are 9.6 pixels.
    const picture = drawn([5, 40, 20, 60, blue], [30, 42, 45, 62, blue], [50, 3, 53, 6, blue]);
    expect(bounds(silhouette(picture))).toEqual({ x0: 5, y0: 40, x1: 45, y1: 62 });
  });

  test('an empty page has none', () => {
    expect(bounds(silhouette(drawn()))).toBeUndefined();
  });
});

test('worn is what shows more than three per cent of skin', () => {
  const worn = drawn([10, 20, 40, 60, blue], [10, 10, 20, 20, skin]);
  const alone = drawn([10, 20, 40, 60, blue], [10, 17, 16, 20, skin]);
  expect(isWorn(worn, silhouette(worn))).toBe(true);
  expect(isWorn(alone, silhouette(alone))).toBe(false);
});
