import sharp from 'sharp';
import { expect, test } from 'vitest';
import { drawItems } from './draw-items.js';
import { dots } from './glyphs.js';

const grey = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#808080' } });

async function pixels(picture: Uint8Array) {
  const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true });
  return {
    info,
    at: (x: number, y: number) => [...data.subarray(3 * (y * info.width + x), 3 * (y * info.width + x) + 3)],
  };
}

test('a box is outlined at its place and the rest of the picture is left as it was', async () => {
  const picture = await grey(400, 200).png().toBuffer();
  const { info, at } = await pixels(await drawItems(picture, [{ b0: [0.25, 0.5], b1: [0.5, 0.9], label: '' }], 'png'));
  expect(info).toMatchObject({ width: 400, height: 200, format: 'raw' });
  expect(at(100, 150)).toEqual([230, 25, 75]);
  expect(at(199, 150)).toEqual([230, 25, 75]);
  expect(at(150, 179)).toEqual([230, 25, 75]);
  for (const [x, y] of [
    [99, 150],
    [200, 150],
    [150, 140],
    [150, 180],
  ] as const) {
    expect(at(x, y), `${x},${y}`).toEqual([128, 128, 128]);
  }
});

test('boxes are placed on the upright picture', async () => {
  const turned = await grey(400, 200).jpeg().withMetadata({ orientation: 6 }).toBuffer();
  const { info, at } = await pixels(await drawItems(turned, [{ b0: [0, 0.5], b1: [1, 1], label: '' }], 'png'));
  expect(info).toMatchObject({ width: 200, height: 400 });
  expect(at(0, 300)).toEqual([230, 25, 75]);
});

test('labels stay inside the picture, also of a box that fills it', async () => {
  const picture = await grey(64, 48).png().toBuffer();
  const whole = { b0: [0, 0], b1: [1, 1], label: 'ONE_PIECE 0.97' } as const;
  const { info, at } = await pixels(await drawItems(picture, [whole], 'png'));
  expect(info).toMatchObject({ width: 64, height: 48 });
  expect(at(63, 47)).toEqual([230, 25, 75]);
});

test('a label is written in white on the colour of its box', async () => {
  const picture = await grey(600, 600).png().toBuffer();
  const item = { b0: [0.5, 0.5], b1: [0.9, 0.9], label: 'L' } as const;
  const { at } = await pixels(await drawItems(picture, [item], 'png'));
  // A dot is two pixels, the margin four, the label twenty-two high: the letter starts at (304, 282).
  const drawn = dots('L').map(([column, row]) => at(304 + 2 * column, 282 + 2 * row));
  expect(drawn.length).toBeGreaterThan(10);
  for (const colour of drawn) expect(colour).toEqual([255, 255, 255]);
  expect(at(308, 286)).toEqual([230, 25, 75]);
});

test('a picture of another format is refused', async () => {
  const webp = await grey(8, 8).webp().toBuffer();
  await expect(drawItems(webp, [], 'png')).rejects.toThrow(/unsupported image format/);
});
