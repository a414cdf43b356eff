import type { Box, Picture } from '@openfashion/imaging';

/** Where an item is, as the contract says it: fractions of the upright picture, 0–1 (rule 6.1). */
export interface Placement {
  readonly center: [number, number];
  readonly b0: [number, number];
  readonly b1: [number, number];
}

export function place(box: Box, { width, height }: Pick<Picture, 'width' | 'height'>): Placement {
  const b0: [number, number] = [box.x0 / width, box.y0 / height];
  const b1: [number, number] = [box.x1 / width, box.y1 / height];
  return { center: [(b0[0] + b1[0]) / 2, (b0[1] + b1[1]) / 2], b0, b1 };
}

/** Scores are answered with five decimals (rules 5.2, 6.1). */
export const fiveDecimals = (score: number): number => Math.round(score * 1e5) / 1e5;
