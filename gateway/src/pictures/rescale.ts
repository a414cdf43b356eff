import { ContractError } from '@openfashion/contract';
import type { Picture, Region } from '@openfashion/imaging';
import type { LinkedItem } from './link.js';

/** How much the shape of a linked picture may have changed (rule 6.4). */
const shapeTolerance = 0.01;

/**
 * The linked box in the picture as it is now: scaled if only its size changed.
 * @throws ContractError NoDetectedFashionItems when its shape changed
 */
export function linkedRegion(picture: Picture, { box, size }: LinkedItem): Region {
  const x = picture.width / size.width;
  const y = picture.height / size.height;
  if (Math.abs(x / y - 1) > shapeTolerance) {
    throw new ContractError('NoDetectedFashionItems', 'link: the picture at its address has another shape now');
  }
  return { picture, box: { x0: box.x0 * x, y0: box.y0 * y, x1: box.x1 * x, y1: box.y1 * y } };
}
