import { limits } from '@openfashion/contract';
import sharp from 'sharp';
import { type Canvas, type Colour, fill, outline, write } from './canvas.js';
import { glyph } from './glyphs.js';

/** An item to draw: its corners as fractions of the upright picture's width and height. */
export interface DrawnItem {
  readonly b0: readonly [number, number];
  readonly b1: readonly [number, number];
  readonly label: string;
}

const palette: readonly Colour[] = [
  [230, 25, 75],
  [0, 130, 200],
  [60, 160, 60],
  [245, 130, 48],
  [145, 30, 180],
  [0, 128, 128],
  [240, 50, 230],
  [128, 96, 0],
];
const white: Colour = [255, 255, 255];

// The bytes come from the network: only the decoders that the API itself accepts (rule 7.1).
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadNsgifBuffer'],
});

/** Draw boxes with labels on a picture. @returns the bytes of a picture of this format */
export async function drawItems(
  picture: Uint8Array,
  items: readonly DrawnItem[],
  format: 'png' | 'jpeg',
): Promise<Uint8Array> {
  const { data, info } = await sharp(picture, { limitInputPixels: limits.pictures.pixels })
    .autoOrient()
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const canvas: Canvas = { data, width: info.width, height: info.height };
  // The item that comes first, the surest one, is drawn last: on top.
  for (const [index, item] of [...items.entries()].reverse()) {
    drawItem(canvas, item, palette[index % palette.length] ?? white);
  }
  const raw = { width: info.width, height: info.height, channels: 3 } as const;
  return sharp(data, { raw }).toFormat(format, { quality: 92 }).toBuffer();
}

function drawItem(canvas: Canvas, { b0, b1, label }: DrawnItem, colour: Colour): void {
  const shorter = Math.min(canvas.width, canvas.height);
  const stroke = Math.max(2, Math.round(shorter / 200));
  const dot = Math.max(1, Math.round(shorter / 300));
  const [x, y] = [b0[0] * canvas.width, b0[1] * canvas.height];
  outline(canvas, x, y, b1[0] * canvas.width - x, b1[1] * canvas.height - y, stroke, colour);

  const margin = 2 * dot;
  const width = [...label].length * glyph.advance * dot - dot + 2 * margin;
  const height = glyph.height * dot + 2 * margin;
  // Above the box where there is room, else inside it; never past the right edge.
  const left = Math.max(0, Math.min(x, canvas.width - width));
  const top = y >= height ? y - height : y;
  fill(canvas, left, top, width, height, colour);
  write(canvas, label, left + margin, top + margin, dot, white);
}
