import type { Picture } from '@openfashion/imaging';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../harness/random.js';
import { alterations } from './alterations.js';
import { decodePicture } from './read-picture.js';

const [width, height] = [60, 80];
const item = { x0: 20, y0: 20, x1: 40, y1: 60 };
const green = [10, 120, 30] as const;

/** A green rectangle on white. */
function product(): Picture {
  const data = new Uint8Array(width * height * 3).fill(255);
  for (let y = item.y0; y < item.y1; y++) for (let x = item.x0; x < item.x1; x++) data.set(green, 3 * (y * width + x));
  return { width, height, data };
}

const grey = async ({ width, height }: { width: number; height: number }): Promise<Picture> => ({
  width,
  height,
  data: new Uint8Array(width * height * 3).fill(100),
});

const altered = async (name: string) => {
  const alteration = alterations.find((one) => one.name.startsWith(name));
  if (alteration === undefined) throw new Error(`no alteration ${name}`);
  const { bytes, place } = await alteration.apply(product(), seededRandom(1), grey);
  const picture = await decodePicture(bytes);
  const at = (x: number, y: number) => [...picture.data.subarray(3 * (y * picture.width + x)).subarray(0, 3)];
  return { picture, place, at };
};

test.each(alterations.map(({ name }) => name))('%s: the box of the item still holds it', async (name) => {
  const { picture, place, at } = await altered(name);
  const { x0, y0, x1, y1 } = place(item);
  expect(x0).toBeGreaterThanOrEqual(0);
  expect(y0).toBeGreaterThanOrEqual(0);
  expect(x1).toBeLessThanOrEqual(picture.width);
  expect(y1).toBeLessThanOrEqual(picture.height);
  const [red = 0, middle = 0] = at(Math.floor((x0 + x1) / 2), Math.floor((y0 + y1) / 2));
  expect(middle).toBeGreaterThan(100);
  expect(red).toBeLessThan(40);
});

describe('sizes', () => {
  test('a crop to 70 % of the area', async () => {
    const { picture } = await altered('crop');
    expect((picture.width * picture.height) / (width * height)).toBeCloseTo(0.7, 1);
  });

  test('a centre crop to 70 % of each side', async () => {
    const { picture, place } = await altered('centre');
    expect([picture.width, picture.height]).toEqual([42, 56]);
    expect(place(item)).toEqual({ x0: 11, y0: 8, x1: 31, y1: 48 });
    expect(place({ x0: 0, y0: 0, x1: 5, y1: 5 })).toEqual({ x0: 0, y0: 0, x1: 42, y1: 56 });
  });

  test('a tenth around the silhouette', async () => {
    const { picture } = await altered('tight');
    expect([picture.width, picture.height]).toEqual([24, 48]);
  });
});

test('the street stands where the white was, and nowhere else', async () => {
  const { at } = await altered('street');
  expect(at(2, 2)).toEqual([100, 100, 100]);
  expect(at(30, 40)).toEqual([...green]);
});

test('a cast takes from red what it gives to blue, or the other way round', async () => {
  const { at } = await altered('colour');
  const [red = 0, middle, blue = 0] = at(30, 40);
  expect(middle).toBe(120);
  expect([
    [12, 26],
    [9, 35],
  ]).toContainEqual([red, blue]);
});
