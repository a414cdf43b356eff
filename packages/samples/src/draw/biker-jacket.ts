import type { Body } from './body.js';
import { darker } from './colour.js';
import { type Fabric, shape, stroke } from './fabric.js';
import type { Garment } from './garment.js';
import { type JacketCut, zip } from './jacket.js';
import { box, closed, flip, type Knot } from './outline.js';
import type { Part } from './part.js';
import type { Random } from './random.js';
import { sleeves } from './sleeves.js';
import { backNeck, frontPanel, seamColour, type TorsoCut, torsoFolds } from './torso.js';

/** Asymmetric zip, wide lapels, slanted zip pockets. */
export function bikerJacket(body: Body, fabric: Fabric, cut: JacketCut, random: Random): Garment {
  const torso: TorsoCut = { neckline: 'v', hem: cut.hem, ease: cut.ease, waisted: 0.65, drop: 3 };
  const { neck, waist, chest } = body;
  const breakY = chest.y + 40;
  const folds = torsoFolds(body, torso, random);
  const lapel: Knot[] = [
    [-16, breakY],
    [neck.half * 0.7, neck.y + 20, 0.4],
    [neck.half * 1.1, neck.y - 10],
    [neck.half * 1.9, neck.y + 6, 0.5],
    [neck.half + 44, neck.y + 52],
    [neck.half + 10, neck.y + 92, 0.4],
  ];
  const slants =
    zip(`M40,${waist.y + 4}L66,${waist.y + 44}`, fabric) +
    zip(`M-36,${waist.y + 4}L-62,${waist.y + 44}`, fabric) +
    zip(`M34,${chest.y - 4}L62,${chest.y - 16}`, fabric);
  const panels = ([-1, 1] as const).map(
    (side): Part => ({
      outline: frontPanel(body, torso, side, side === 1 ? 22 : -10, breakY),
      fabric,
      lift: 0.2,
      puff: 0.5,
      round: 24,
      folds,
      foldBlur: 3,
    }),
  );
  const [left, right] = panels;
  return {
    behind: [backNeck(body, { ...fabric, colour: darker(fabric.colour, 0.3) }, 'v')],
    body: [
      ...(left ? [left] : []),
      ...(right ? [{ ...right, details: zip(`M-17,${breakY}L-14,${cut.hem}`, fabric) + slants }] : []),
    ],
    sleeves: sleeves(body, fabric, { length: 1, ease: 5, end: 3, drop: 3, cuff: 0.05 }, random),
    front: [
      ...([-1, 1] as const).map(
        (side): Part => ({
          outline: closed(...(side === 1 ? lapel : flip(lapel))),
          fabric,
          applied: 0.52,
          details: stroke(closed(...(side === 1 ? lapel : flip(lapel))), seamColour(fabric), 2, 0.5),
        }),
      ),
      {
        outline: closed(
          [-torso.ease - 82, cut.hem - 18],
          [torso.ease + 82, cut.hem - 18],
          [torso.ease + 82, cut.hem - 4],
          [-torso.ease - 82, cut.hem - 4],
        ),
        fabric,
        applied: 0.36,
        trim:
          shape(box(-24, cut.hem - 20, 20, 18, 2), '#b9b6ad') +
          shape(box(-20, cut.hem - 16, 12, 10, 1), darker(fabric.colour, 0.2)),
      },
    ],
  };
}
