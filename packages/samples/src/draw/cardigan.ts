import type { Body } from './body.js';
import type { Fabric } from './fabric.js';
import type { Garment } from './garment.js';
import { hemBand, ribbed } from './knit.js';
import { box, closed, flip, type Knot } from './outline.js';
import type { Part } from './part.js';
import type { Random } from './random.js';
import { buttons } from './shirt.js';
import { sleeves } from './sleeves.js';
import { backNeck, frontPanel, type TorsoCut, torsoFolds } from './torso.js';

export interface CardiganCut {
  readonly ease: number;
  readonly hem: number;
  /** y where the fronts meet. */
  readonly breakY: number;
  /** Worn open: half the gap at the hem. */
  readonly gap: number;
  readonly pockets: boolean;
}

export function cardigan(body: Body, fabric: Fabric, cut: CardiganCut, random: Random): Garment {
  const { neck } = body;
  const torso: TorsoCut = { neckline: 'v', hem: cut.hem, ease: cut.ease, waisted: 0.2, drop: cut.ease * 0.4 };
  const rib = ribbed(fabric);
  const folds = torsoFolds(body, torso, random);
  const edge = cut.gap > 0 ? -cut.gap : 6;
  const bands = ([-1, 1] as const).map((side): Part => {
    const shift = Math.max(cut.gap, 0);
    const knots: Knot[] = [
      [shift * 0.7 - 8 + (cut.gap > 0 ? 2 : 0), cut.breakY, 0.6],
      [neck.half * 0.6 - 3, (cut.breakY + neck.y) / 2 - 8, 0.6],
      [neck.half * 0.98, neck.y - 10],
      [neck.half * 1.4, neck.y - 8],
      [neck.half * 1.05 + 3, (cut.breakY + neck.y) / 2 - 6, 0.6],
      [shift * 0.7 + 9, cut.breakY + 4, 0.6],
      [shift + 9, cut.hem + 4],
      [shift - 8, cut.hem + 5],
    ];
    return {
      outline: closed(...(side === 1 ? knots : flip(knots))),
      fabric: rib,
      applied: 0.39,
      ...(side === 1
        ? { trim: buttons(shift, cut.breakY + 8, cut.hem - 22, 6, { ...fabric, colour: '#5b4632' }, 3.6) }
        : {}),
    };
  });
  const pockets = [-1, 1].map(
    (side): Part => ({ outline: box(side * 44 - 21, cut.hem - 98, 42, 46, 3), fabric, applied: 0.3, trim: '' }),
  );
  return {
    behind: [backNeck(body, fabric, 'v')],
    body: [
      ...([-1, 1] as const).map(
        (side): Part => ({
          outline: frontPanel(body, torso, side, edge, cut.breakY),
          fabric,
          lift: 0.18,
          puff: 0.5,
          round: 28,
          folds,
          foldBlur: 6,
        }),
      ),
      ...(cut.gap > 0 ? [] : [hemBand(body, torso, rib, 22)]),
      ...(cut.pockets ? pockets : []),
    ],
    sleeves: sleeves(
      body,
      fabric,
      { length: 1, ease: cut.ease * 0.7 + 3, end: 4, drop: torso.drop ?? 0, cuff: 0.08, cuffFabric: rib },
      random,
    ),
    front: bands,
  };
}
