import type { Body } from './body.js';
import { darker } from './colour.js';
import { type Fabric, stroke } from './fabric.js';
import type { Garment } from './garment.js';
import { edges, fronts, type JacketCut, waistBand, zip } from './jacket.js';
import { ribbed } from './knit.js';
import { closed, flip, type Knot } from './outline.js';
import type { Part } from './part.js';
import type { Random } from './random.js';
import { sleeves } from './sleeves.js';
import { backNeck, type TorsoCut, torsoFolds } from './torso.js';
import { quilting } from './weaves.js';

export type { JacketCut } from './jacket.js';

const zips = (gap: number | undefined, from: number, to: number, fabric: Fabric): string =>
  edges(gap)
    .map((x) => zip(`M${x},${from}V${to}`, fabric))
    .join('');

/** With ribbed collar, cuffs and hem. */
export function bomber(body: Body, fabric: Fabric, cut: JacketCut, random: Random): Garment {
  const torso: TorsoCut = { neckline: 'round', hem: cut.hem, ease: cut.ease, waisted: 0.1, drop: 6 };
  const rib = ribbed({ ...fabric, colour: darker(fabric.colour, 0.18), gloss: 0 });
  const { neck, waist } = body;
  const apart = (cut.gap ?? 0) * 0.5;
  const collar: Knot[] = [
    [3 + apart, neck.y + 26],
    [neck.half * 0.8, neck.y + 8, 1],
    [neck.half * 1.05, neck.y - 14],
    [neck.half * 1.45, neck.y - 4],
    [neck.half * 1.15, neck.y + 18, 1],
    [3 + apart, neck.y + 42],
  ];
  const pockets = [-1, 1]
    .map((s) => stroke(`M${s * 42},${waist.y + 64}L${s * 60},${waist.y + 18}`, darker(fabric.colour, 0.5), 4, 0.8))
    .join('');
  return {
    behind: [backNeck(body, fabric, 'round')],
    body: [
      ...fronts(body, torso, cut.gap, {
        fabric,
        lift: 0.2,
        puff: 0.54,
        round: 28,
        folds: torsoFolds(body, torso, random),
        details: zips(cut.gap, neck.y, cut.hem + 8, fabric) + pockets,
      }),
      ...waistBand(body, torso, cut.gap, 26, {
        fabric: rib,
        applied: 0.55,
        details: zips(cut.gap, cut.hem - 40, cut.hem + 8, fabric),
      }),
    ],
    sleeves: sleeves(body, fabric, { length: 1, ease: 12, end: 4, drop: 6, cuff: 0.075, cuffFabric: rib }, random),
    front: [collar, flip(collar)].map(
      (knots): Part => ({ outline: closed(...knots), fabric: rib, lift: 0.3, puff: 0.24, round: 6 }),
    ),
  };
}

/** Down, quilted across. */
export function puffer(body: Body, fabric: Fabric, cut: JacketCut, random: Random): Garment {
  const quilted: Fabric = { ...fabric, relief: quilting(38) };
  const torso: TorsoCut = { neckline: 'high', hem: cut.hem, ease: cut.ease, waisted: 0.05, drop: 8 };
  const { neck } = body;
  const apart = (cut.gap ?? 0) * 0.7;
  const collar: Knot[] = [
    [2 + apart, neck.y + 14],
    [2 + apart, neck.y - 26, 0.6],
    [neck.half * 1.25, neck.y - 28, 0.8],
    [neck.half * 1.6, neck.y + 2, 0.8],
    [neck.half * 0.8 + apart * 0.5, neck.y + 18, 0.8],
  ];
  return {
    behind: [backNeck(body, fabric, 'round')],
    body: fronts(body, torso, cut.gap, {
      fabric: quilted,
      lift: 0.2,
      puff: 0.54,
      round: 26,
      folds: torsoFolds(body, torso, random).slice(0, 10),
      foldBlur: 3,
      details: zips(cut.gap, neck.y - 10, cut.hem + 8, fabric),
    }),
    sleeves: sleeves(body, quilted, { length: 1, ease: 13, end: 7, drop: 8, cuff: 0.04 }, random),
    front: [collar, flip(collar)].map(
      (knots): Part => ({ outline: closed(...knots), fabric, lift: 0.3, puff: 0.36, round: 10 }),
    ),
  };
}
