import type { Box } from '@openfashion/imaging';
import { boxOverlap } from './detections.js';

/**
 * Give each of the found boxes to one wanted box at most, those that overlap most first.
 * @returns places in `found` by place in `wanted`; a wanted box that none overlaps enough has none
 */
export function assign(wanted: readonly Box[], found: readonly Box[], minOverlap = 0.5): Map<number, number> {
  const pairs = wanted
    .flatMap((box, of) => found.map((other, is) => ({ of, is, shared: boxOverlap(box, other) })))
    .filter(({ shared }) => shared >= minOverlap)
    .sort((a, b) => b.shared - a.shared);
  const assigned = new Map<number, number>();
  const taken = new Set<number>();
  for (const { of, is } of pairs) {
    if (assigned.has(of) || taken.has(is)) continue;
    assigned.set(of, is);
    taken.add(is);
  }
  return assigned;
}
