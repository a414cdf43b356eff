import { readFile } from 'node:fs/promises';
import sharp, { type OverlayOptions } from 'sharp';

/** A picture, and boxes to draw on it: fractions of its width and height. */
export interface BoxedPicture {
  readonly file: string;
  readonly boxes: readonly {
    readonly x0: number;
    readonly y0: number;
    readonly x1: number;
    readonly y1: number;
    readonly colour: string;
  }[];
}

const cell = { width: 120, height: 160 } as const;
const gap = 4;

/** Draws pictures of 3:4 in a grid with their boxes and writes it as PNG. */
export async function boxedSheet(pictures: readonly BoxedPicture[], columns: number, out: string): Promise<void> {
  const tiles = await Promise.all(pictures.map((picture, i) => tile(picture, i % columns, Math.floor(i / columns))));
  const rows = Math.ceil(pictures.length / columns);
  const [width, height] = [columns * (cell.width + gap) + gap, rows * (cell.height + gap) + gap];
  await sharp({ create: { width, height, channels: 3, background: '#d8d8d8' } })
    .composite(tiles)
    .png()
    .toFile(out);
}

async function tile({ file, boxes }: BoxedPicture, column: number, row: number): Promise<OverlayOptions> {
  const lines = boxes.flatMap(({ x0, y0, x1, y1, colour }) => {
    const left = Math.min(cell.width - 2, Math.round(x0 * cell.width));
    const top = Math.min(cell.height - 2, Math.round(y0 * cell.height));
    const width = Math.max(2, Math.min(cell.width - left, Math.round((x1 - x0) * cell.width)));
    const height = Math.max(2, Math.min(cell.height - top, Math.round((y1 - y0) * cell.height)));
    return [
      bar(left, top, width, 2, colour),
      bar(left, top + height - 2, width, 2, colour),
      bar(left, top, 2, height, colour),
      bar(left + width - 2, top, 2, height, colour),
    ];
  });
  // Where pictures are decoded for the models, sharp reads from memory only.
  const input = await sharp(await readFile(file))
    .resize(cell.width, cell.height, { fit: 'fill' })
    .composite(lines)
    .png()
    .toBuffer();
  return { input, left: gap + column * (cell.width + gap), top: gap + row * (cell.height + gap) };
}

const bar = (left: number, top: number, width: number, height: number, background: string): OverlayOptions => ({
  input: { create: { width, height, channels: 3, background } },
  left,
  top,
});
