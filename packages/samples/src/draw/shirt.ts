import type { Body } from './body.js';
import { darker, lighter } from './colour.js';
import { disc, type Fabric, stroke } from './fabric.js';
import type { Garment } from './garment.js';
import { box, closed, flip, type Knot, open } from './outline.js';
import type { Part } from './part.js';
import type { Random } from './random.js';
import { sleeves } from './sleeves.js';
import { backNeck, seamColour, torsoFolds, torsoOutline } from './torso.js';

export interface ShirtCut {
  readonly sleeve: number;
  readonly ease: number;
  readonly waisted: number;
  readonly hem: number;
  /** 0 closed to the neck, 1 open to the chest. */
  readonly open: number;
  readonly pocket: boolean;
  /** Stands alone on shirts without a folded collar. */
  readonly collar: 'folded' | 'stand';
}

/** Both leaves of a folded collar. */
export function collarLeaves(body: Body, fabric: Fabric, spread: number, drop: number): Part[] {
  const { neck } = body;
  const leaf: Knot[] = [
    // Of an open shirt the leaf starts lower, where the fronts part.
    [1 + spread * 8, neck.y + drop * 0.62 + spread * 18, 0.2],
    [neck.half * 0.72, neck.y - 2, 0.6],
    [neck.half * 0.98, neck.y - 15],
    [neck.half * 1.22, neck.y - 8, 0.6],
    [neck.half * 1.5, neck.y + 12, 0.5],
    [neck.half * (0.75 + spread * 1.2), neck.y + drop + 18 + spread * 12],
  ];
  return [leaf, flip(leaf)].map((knots) => ({
    outline: closed(...knots),
    fabric,
    turn: 25,
    lift: 0.4,
    puff: 0.18,
    round: 6,
    details:
      stroke(closed(...knots), seamColour(fabric), 4, 0.3) + stroke(closed(...knots), seamColour(fabric), 1.4, 0.5),
  }));
}

/** The band that stands around the neck, seen inside. */
const band = (body: Body, fabric: Fabric): Part => ({
  outline: closed(
    [-body.neck.half * 1.05, body.neck.y - 14, 0.5],
    [0, body.neck.y - 20, 1],
    [body.neck.half * 1.05, body.neck.y - 14, 0.5],
    [body.neck.half * 0.9, body.neck.y + 8, 0.6],
    [0, body.neck.y + 18, 1],
    [-body.neck.half * 0.9, body.neck.y + 8, 0.6],
  ),
  fabric: { ...fabric, colour: darker(fabric.colour, 0.22) },
  lift: 0.08,
  puff: 0.1,
  round: 6,
});

export function buttons(x: number, from: number, to: number, count: number, fabric: Fabric, radius = 3): string {
  const [dark, bright] = [darker(fabric.colour, 0.55), lighter(fabric.colour, 0.55)];
  return Array.from({ length: count }, (_, i) => {
    const y = from + ((to - from) * i) / Math.max(1, count - 1);
    return (
      disc(x + 0.8, y + 1.2, radius + 0.8, '#000000', 0.5) +
      disc(x, y, radius, bright) +
      disc(x, y, radius * 0.45, dark, 0.8)
    );
  }).join('');
}

export function shirt(body: Body, fabric: Fabric, cut: ShirtCut, random: Random): Garment {
  const { neck, chest } = body;
  const torso = {
    neckline: cut.open > 0 ? ('v' as const) : ('round' as const),
    hem: cut.hem,
    ease: cut.ease,
    waisted: cut.waisted,
    drop: 3,
  };
  const top = cut.open > 0 ? neck.y + 66 : neck.y + 20;
  const plain: Fabric = { ...fabric };
  const placket: Part = {
    outline: box(-9, top - 4, 18, cut.hem + 6 - top, 1),
    fabric: plain,
    applied: 0.26,
    details:
      stroke(`M-6.5,${top}V${cut.hem}M6.5,${top}V${cut.hem}`, seamColour(fabric), 0.8, 0.6) +
      stroke(`M9,${top}V${cut.hem}`, '#000000', 2, 0.4),
    trim: buttons(0, top + 10, cut.hem - 34, 6, fabric),
  };
  const pocket: Part = {
    outline: closed(
      [-58, chest.y - 22],
      [-22, chest.y - 22],
      [-22, chest.y + 14],
      [-40, chest.y + 22],
      [-58, chest.y + 14],
    ),
    fabric: plain,
    applied: 0.26,
    details:
      stroke(`M-58,${chest.y - 13}H-22`, seamColour(fabric), 0.8, 0.6) +
      stroke(
        `M-58,${chest.y - 22}V${chest.y + 14}L-40,${chest.y + 22}L-22,${chest.y + 14}V${chest.y - 22}`,
        seamColour(fabric),
        1.6,
        0.5,
      ),
  };
  const hemCurve = stroke(
    open([-140, cut.hem - 10], [0, cut.hem - 3, 1], [140, cut.hem - 10]),
    seamColour(fabric),
    0.7,
    0.5,
  );
  const long = cut.sleeve > 0.8;
  return {
    behind: [backNeck(body, fabric, 'round'), band(body, fabric)],
    body: [
      {
        outline: torsoOutline(body, torso),
        fabric,
        lift: 0.16,
        puff: 0.5,
        round: 30,
        folds: torsoFolds(body, torso, random),
        details: hemCurve,
      },
      placket,
      ...(cut.pocket ? [pocket] : []),
    ],
    sleeves: sleeves(
      body,
      fabric,
      {
        length: cut.sleeve,
        ease: cut.ease * 0.7 + 3,
        end: long ? 5 : cut.ease * 0.7 + 4,
        drop: 3,
        cuff: cut.sleeve < 0.4 ? 0.045 : 0.085,
      },
      random,
    ),
    front:
      cut.collar === 'folded' ? collarLeaves(body, fabric, cut.open > 0 ? 0.75 : 0.3, 16) : [standCollar(body, fabric)],
  };
}

function standCollar(body: Body, fabric: Fabric): Part {
  const { neck } = body;
  const right: Knot[] = [
    [2, neck.y + 16, 0.4],
    [neck.half * 0.8, neck.y + 4, 1],
    [neck.half * 1.02, neck.y - 16],
    [neck.half * 1.3, neck.y - 6],
    [neck.half * 1.05, neck.y + 16, 1],
    [4, neck.y + 30, 0.4],
  ];
  return { outline: closed(...right, ...flip(right).reverse()), fabric, lift: 0.4, puff: 0.18, round: 5 };
}

/** A polo shirt's: soft collar and a short placket. */
export function poloNeck(body: Body, fabric: Fabric, collar: Fabric): Part[] {
  const { neck } = body;
  return [
    {
      outline: box(-8, neck.y + 14, 16, 66, 2),
      fabric,
      applied: 0.28,
      trim: buttons(0, neck.y + 36, neck.y + 66, 2, fabric, 2.8),
    },
    ...collarLeaves(body, collar, 0.5, 12),
  ];
}
