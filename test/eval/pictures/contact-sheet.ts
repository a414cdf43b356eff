import { readFile } from 'node:fs/promises';
import sharp, { type OverlayOptions } from 'sharp';

/** One row of a contact sheet: pictures side by side, the first set apart as the query. */
export type SheetRow = readonly string[];

const cell = 150;
const gap = 6;

/** Draw pictures (by file path) in a grid and write it as PNG: the query left, its neighbours right of it. */
export async function contactSheet(rows: readonly SheetRow[], out: string): Promise<void> {
  const columns = Math.max(...rows.map((row) => row.length));
  const tiles = rows.flatMap((row, y) => row.map((file, x) => tile(file, x, y)));
  await sharp({
    create: {
      width: columns * (cell + gap) + gap * 4,
      height: rows.length * (cell + gap) + gap,
      channels: 3,
      background: '#d8d8d8',
    },
  })
    .composite(await Promise.all(tiles))
    .png()
    .toFile(out);
}

async function tile(file: string, x: number, y: number): Promise<OverlayOptions> {
  const input = await sharp(await readFile(file))
    .resize(cell, cell, { fit: 'contain', background: 'white' })
    .png()
    .toBuffer();
  return { input, left: gap + x * (cell + gap) + (x > 0 ? gap * 3 : 0), top: gap + y * (cell + gap) };
}
