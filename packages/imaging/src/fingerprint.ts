import type { Picture } from './picture.js';
import { sharp } from './sharp.js';

/** Cells in each direction. */
const side = 8;
/** Root mean square difference, of 255, up to which two pictures are the same. */
const tolerance = 2.5;
const bytes = side * side * 3;

/**
 * The fingerprint of a whole upright picture: its colours averaged over 8 × 8 cells, 192 bytes (rule 5.3). It survives
 * recompression and scaling; figures are in this package's README.
 */
export async function fingerprint({ width, height, data }: Picture): Promise<Uint8Array> {
  const cells = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(side, side, { fit: 'fill', kernel: 'linear', fastShrinkOnLoad: false })
    .raw()
    .toBuffer();
  return new Uint8Array(cells);
}

/** Whether two fingerprints are of the same picture. */
export function samePicture(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== bytes || b.length !== bytes) return false;
  const limit = tolerance * tolerance * bytes;
  let sum = 0;
  for (let index = 0; index < bytes; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    sum += difference * difference;
    if (sum > limit) return false;
  }
  return true;
}
