import { armAt, type Body } from './body.js';
import { darker } from './colour.js';
import { type Fabric, shape, stroke } from './fabric.js';
import type { Garment } from './garment.js';
import { closed, ellipse, flip, type Knot, lens, mirrored, open } from './outline.js';
import type { Part } from './part.js';
import type { Random } from './random.js';
import { sleeves } from './sleeves.js';
import {
  backNeck,
  type Neckline,
  neckBand,
  seamColour,
  sideEdge,
  type TorsoCut,
  torsoFolds,
  torsoOutline,
} from './torso.js';
import { ribs } from './weaves.js';

export interface KnitCut {
  readonly neckline: Neckline;
  readonly ease: number;
  readonly hem: number;
  readonly sleeve: number;
  readonly hood?: boolean;
  readonly pocket?: boolean;
  /** SVG on the chest. */
  readonly graphic?: string;
  /** Colour of ribs, if they differ. */
  readonly ribColour?: `#${string}`;
}

export const ribbed = (fabric: Fabric, size = 5): Fabric => {
  const { print: _print, ...plain } = fabric;
  return { ...plain, relief: ribs(size) };
};

/** The ribbed band below a knitted or blouson hem. */
export function hemBand(body: Body, cut: TorsoCut, fabric: Fabric, height: number): Part {
  const corner = sideEdge(body, cut).at(-1) ?? [body.hip.half, cut.hem];
  return {
    outline: mirrored(
      [0, cut.hem - height + 5, 1],
      [corner[0] + 1, cut.hem - height],
      [corner[0] - 5, cut.hem + 1],
      [0, cut.hem + 6, 1],
    ),
    fabric,
    applied: 0.55,
  };
}

/** A collar that stands: folded double for a turtleneck. */
function rollNeck(body: Body, fabric: Fabric): Part {
  const { neck } = body;
  return {
    outline: mirrored(
      [0, neck.y - 32, 1],
      [neck.half * 0.98, neck.y - 30, 0.3],
      [neck.half * 1.12, neck.y - 4, 1],
      [neck.half * 1.3, neck.y + 10, 0.4],
      [0, neck.y + 22, 1],
    ),
    fabric,
    lift: 0.3,
    puff: 0.3,
    round: 9,
    folds: [{ d: lens(-neck.half, neck.y - 6, neck.half, neck.y - 6, 3, 8), depth: -0.35 }],
    foldBlur: 2,
  };
}

export function hood(body: Body, fabric: Fabric): { behind: Part; front: Part[] } {
  const { neck } = body;
  const lining: Fabric = { ...fabric, colour: darker(fabric.colour, 0.4) };
  const leaf: Knot[] = [
    [1, neck.y + 46, 0.3],
    [neck.half * 0.7, neck.y + 8, 1],
    [neck.half * 0.9, neck.y - 30, 1],
    [neck.half * 1.5, neck.y - 34, 1],
    [neck.half * 2, neck.y - 2, 1],
    [neck.half * 1.7, neck.y + 24, 1],
  ];
  return {
    behind: {
      outline: mirrored(
        [0, neck.y - 50, 1],
        [neck.half * 1.4, neck.y - 42, 1],
        [neck.half * 1.7, neck.y, 1],
        [0, neck.y + 40, 1],
      ),
      fabric: lining,
      lift: 0.04,
      puff: 0.1,
      round: 14,
    },
    front: [leaf, flip(leaf)].map((knots) => ({ outline: closed(...knots), fabric, lift: 0.3, puff: 0.36, round: 12 })),
  };
}

const drawstrings = (body: Body, colour: `#${string}`): string =>
  [-1, 1]
    .map(
      (side) =>
        stroke(
          open([side * 12, body.neck.y + 34], [side * 16, body.neck.y + 70, 1], [side * 13, body.neck.y + 104]),
          colour,
          3.2,
        ) + shape(ellipse(side * 13, body.neck.y + 108, 2.4, 5), colour),
    )
    .join('');

export function knit(body: Body, fabric: Fabric, cut: KnitCut, random: Random): Garment {
  const torso: TorsoCut = {
    neckline: cut.hood ? 'round' : cut.neckline,
    hem: cut.hem,
    ease: cut.ease,
    waisted: 0.15,
    drop: cut.ease * 0.4,
  };
  const rib = ribbed({ ...fabric, colour: cut.ribColour ?? fabric.colour });
  const pocketY = cut.hem - 92;
  const pocket: Part = {
    outline: mirrored([0, pocketY], [38, pocketY], [62, pocketY + 58], [60, pocketY + 70], [0, pocketY + 71]),
    fabric,
    applied: 0.36,
    details: stroke(
      mirrored([0, pocketY], [38, pocketY], [62, pocketY + 58], [60, pocketY + 70], [0, pocketY + 71]),
      seamColour(fabric),
      2.4,
      0.35,
      '3 2',
    ),
  };
  const hooded = cut.hood ? hood(body, fabric) : undefined;
  const high = cut.neckline === 'high' && !cut.hood;
  const wrist = armAt(body, cut.sleeve);
  return {
    behind: [...(hooded ? [hooded.behind] : []), backNeck(body, fabric, torso.neckline)],
    body: [
      {
        outline: torsoOutline(body, torso),
        fabric,
        lift: 0.16,
        puff: 0.55,
        round: 28,
        folds: torsoFolds(body, torso, random),
        foldBlur: 6,
        details: cut.graphic ?? '',
      },
      hemBand(body, torso, rib, 26),
      ...(cut.pocket ? [pocket] : []),
    ],
    sleeves: sleeves(
      body,
      fabric,
      {
        length: cut.sleeve,
        ease: cut.ease * 0.7 + 3,
        end: Math.max(2, 15 - wrist.half),
        drop: torso.drop ?? 0,
        cuff: 0.085,
        cuffFabric: rib,
      },
      random,
    ),
    front: hooded
      ? hooded.front.map(
          (part, i): Part => (i === 1 ? { ...part, trim: drawstrings(body, cut.ribColour ?? '#e9e6df') } : part),
        )
      : high
        ? [rollNeck(body, rib)]
        : [neckBand(body, cut.neckline, rib, 11)],
  };
}
