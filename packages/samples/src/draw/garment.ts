import type { Part } from './part.js';

/** A drawn garment, in the order in which it lies over a body. */
export interface Garment {
  /** The inside of the back, behind the neck. */
  readonly behind: readonly Part[];
  /** Front, skirt, pockets: arms hang over it, unless it has no sleeves. */
  readonly body: readonly Part[];
  /** Over the arms. */
  readonly sleeves: readonly Part[];
  /** Collar, lapels, hood, belt: over all. */
  readonly front: readonly Part[];
}

export const partsOf = (garment: Garment): Part[] => [
  ...garment.behind,
  ...garment.body,
  ...garment.sleeves,
  ...garment.front,
];
