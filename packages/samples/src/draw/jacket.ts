import type { Body } from './body.js';
import { darker } from './colour.js';
import { type Fabric, stroke } from './fabric.js';
import { closed, flip, type Knot, mirrored } from './outline.js';
import type { Part } from './part.js';
import { frontPanel, sideEdge, type TorsoCut, torsoOutline } from './torso.js';

/** How short jackets are cut. */
export interface JacketCut {
  readonly hem: number;
  readonly ease: number;
  /** Worn open: half the gap between the fronts. */
  readonly gap?: number;
}

/** A zip of metal teeth along a path. */
export const zip = (d: string, fabric: Fabric): string =>
  stroke(d, darker(fabric.colour, 0.45), 6, 0.8) + stroke(d, '#c9c6bd', 3, 1, '1.6 1.4') + stroke(d, '#77746c', 0.8);

/** Where the fronts meet, or their two edges if they do not. */
export const edges = (gap: number | undefined): readonly number[] => (gap === undefined ? [0] : [-gap, gap]);

/** The front: one part if it is closed, two if it is open. */
export const fronts = (body: Body, torso: TorsoCut, gap: number | undefined, part: Omit<Part, 'outline'>): Part[] =>
  gap === undefined
    ? [{ outline: torsoOutline(body, torso), ...part }]
    : ([-1, 1] as const).map((side) => ({ outline: frontPanel(body, torso, side, -gap, body.chest.y - 6), ...part }));

/** The band at the hem, in one piece or two. */
export function waistBand(
  body: Body,
  torso: TorsoCut,
  gap: number | undefined,
  height: number,
  part: Omit<Part, 'outline'>,
): Part[] {
  const [x, y] = sideEdge(body, torso).at(-1) ?? [body.hip.half, torso.hem];
  if (gap === undefined) {
    return [{ outline: mirrored([0, y - height + 5, 1], [x + 1, y - height], [x - 5, y + 1], [0, y + 6, 1]), ...part }];
  }
  const half: Knot[] = [
    [gap, y - height + 4],
    [x + 1, y - height],
    [x - 5, y + 1],
    [gap, y + 6],
  ];
  return [half, flip(half)].map((knots) => ({ outline: closed(...knots), ...part }));
}
