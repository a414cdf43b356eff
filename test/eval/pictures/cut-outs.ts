import type { Picture } from '@openfashion/imaging';
import type { StreetItem } from '../data.js';
import type { Mask } from './silhouette.js';

/** White around the box of the item, as a share of its longer side. */
const margin = 0.1;

/**
 * An item laid on white as a shop shows it: the pixels of its class within its box.
 * @param id of its class in the mask
 */
export function cutOut(picture: Picture, classes: Mask, { box }: Pick<StreetItem, 'box'>, id: number): Picture {
  const [x0, y0, x1, y1] = [
    Math.max(0, Math.floor(box[0])),
    Math.max(0, Math.floor(box[1])),
    Math.min(picture.width, Math.ceil(box[2])),
    Math.min(picture.height, Math.ceil(box[3])),
  ];
  const around = Math.round(margin * Math.max(x1 - x0, y1 - y0));
  const width = x1 - x0 + 2 * around;
  const height = y1 - y0 + 2 * around;
  const data = new Uint8Array(width * height * 3).fill(255);
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const at = y * picture.width + x;
      if (classes.data[at] !== id) continue;
      const to = (y - y0 + around) * width + (x - x0 + around);
      data.set(picture.data.subarray(3 * at, 3 * at + 3), 3 * to);
    }
  }
  return { width, height, data };
}
