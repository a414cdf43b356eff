import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../catalogue/products.js';
import { shotOf } from '../catalogue/shots.js';
import { colourDocument, reliefDocument } from '../draw/part.js';
import { pictureSize, takePicture } from './photograph.js';

const shots = () => [...catalogue].map(([id, item]) => shotOf(id, item));

describe('a picture follows from its product id alone', () => {
  test('every drawing is the same text each time', () => {
    const { width, height } = pictureSize;
    const texts = () =>
      shots().map(({ drawing, view, background }) => [
        colourDocument(drawing, width, height, view),
        reliefDocument(drawing, width, height, view),
        background,
      ]);
    expect(texts()).toEqual(texts());
  });

  test('its JPEG is the same bytes each time, and another for another seed', async () => {
    const [first] = shots();
    if (first === undefined) throw new Error('no shots');
    const jpeg = await takePicture(first);
    expect(await takePicture(first)).toEqual(jpeg);
    expect(await takePicture({ ...first, seed: 'another' })).not.toEqual(jpeg);
  });
});

test('no drawing uses text, whose fonts differ from machine to machine', () => {
  for (const { drawing, background } of shots()) {
    expect(JSON.stringify(drawing) + background).not.toContain('<text');
  }
});

test('the light comes from the upper left: a raised disc is brighter there than at the lower right', async () => {
  const [first] = shots();
  if (first === undefined) throw new Error('no shots');
  const disc = {
    outline: 'M200,400A100,100 0 1 1 400,400A100,100 0 1 1 200,400Z',
    fabric: { colour: '#808080', gloss: 0, wrinkle: 0 },
    lift: 0.1,
    puff: 0.6,
    round: 20,
  } as const;
  const jpeg = await takePicture({
    ...first,
    drawing: { parts: [disc] },
    view: { x: 0, y: 0, scale: 1 },
    wobble: 0,
    grain: 0,
  });
  const pixels = await sharp(jpeg).greyscale().raw().toBuffer();
  const at = (x: number, y: number): number => pixels[y * pictureSize.width + x] ?? 0;
  expect(at(242, 342)).toBeGreaterThan(at(300, 400) + 10);
  expect(at(358, 458)).toBeLessThan(at(300, 400) - 10);
});
