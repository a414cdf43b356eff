import { expect, test } from 'vitest';
import { cutOut } from './cut-outs.js';
import { bounds, silhouette } from './silhouette.js';

test('the pixels of the class within the box are laid on white, with a tenth around', () => {
  const [width, height] = [50, 40];
  const picture = { width, height, data: new Uint8Array(width * height * 3).fill(60) };
  const classes = { width, height, data: new Uint8Array(width * height) };
  for (let y = 10; y < 30; y++) for (let x = 0; x < width; x++) classes.data[y * width + x] = x < 20 ? 7 : 8;

  const item = cutOut(picture, classes, { box: [10, 5, 40, 35] }, 7);
  expect([item.width, item.height]).toEqual([30 + 6, 30 + 6]);
  // Ten columns of class 7 are in the box, five rows under its top.
  expect(bounds(silhouette(item))).toEqual({ x0: 3, y0: 8, x1: 13, y1: 28 });
});
