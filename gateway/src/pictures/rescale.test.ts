import { expect, test } from 'vitest';
import { linkedRegion } from './rescale.js';

const item = {
  path: '',
  score: 1,
  type: 'BAG',
  size: { width: 100, height: 200 },
  box: { x0: 10, y0: 20, x1: 50, y1: 100 },
};
const picture = (width: number, height: number) => ({ width, height, data: new Uint8Array() });

test('an unchanged picture keeps the box exactly', () => {
  expect(linkedRegion(picture(100, 200), item).box).toEqual(item.box);
});

test('a picture of another size and the same shape scales the box', () => {
  expect(linkedRegion(picture(50, 100), item).box).toEqual({ x0: 5, y0: 10, x1: 25, y1: 50 });
});

test('a picture of another shape has lost the item', () => {
  expect(() => linkedRegion(picture(100, 203), item)).toThrow('another shape');
  expect(() => linkedRegion(picture(100, 201), item)).not.toThrow();
});
