import type { Body } from './body.js';
import { darker } from './colour.js';
import { type Fabric, stroke } from './fabric.js';
import type { Garment } from './garment.js';
import { hemBand, ribbed } from './knit.js';
import { closed, flip, type Knot } from './outline.js';
import type { Part } from './part.js';
import type { Random } from './random.js';
import { buttons } from './shirt.js';
import { backNeck, neckBand, seamColour, sideEdge, type TorsoCut, torsoFolds, torsoOutline } from './torso.js';

/** A tailored waistcoat: V neck, five buttons, points at the hem. */
export function waistcoat(body: Body, fabric: Fabric, hem: number, random: Random): Garment {
  const torso: TorsoCut = { neckline: 'v', hem, ease: 4, waisted: 0.8, drop: -14 };
  const breakY = body.chest.y + 16;
  const folds = torsoFolds(body, torso, random);
  const panel = (side: 1 | -1): Part => {
    const knots: Knot[] = [
      [-8, breakY, 0.3],
      [body.neck.half * 0.7, (breakY + body.neck.y) / 2, 0.4],
      [body.neck.half * 1.2, body.neck.y - 2],
      ...sideEdge(body, torso),
      [34, hem + 26],
      [-8, hem + 2],
    ];
    return {
      outline: closed(...(side === 1 ? knots : flip(knots))),
      fabric,
      lift: 0.2,
      puff: 0.34,
      round: 14,
      folds,
      details: stroke(
        `M${side * 28},${body.waist.y + 34}L${side * 60},${body.waist.y + 28}`,
        seamColour(fabric),
        5,
        0.55,
      ),
    };
  };
  return {
    behind: [{ ...backNeck(body, { ...fabric, colour: darker(fabric.colour, 0.3) }, 'v') }],
    sleeves: [],
    front: [],
    body: [panel(-1), { ...panel(1), trim: buttons(0, breakY + 10, hem - 12, 5, { ...fabric, colour: '#3d3026' }, 4) }],
  };
}

/** A sleeveless pullover with ribbed edges. */
export function knitVest(body: Body, fabric: Fabric, hem: number, random: Random, ribColour = fabric.colour): Garment {
  const torso: TorsoCut = { neckline: 'v', hem, ease: 9, waisted: 0.15, drop: -10 };
  const rib = ribbed({ ...fabric, colour: ribColour });
  const armhole = ([1, -1] as const).map((side): Part => {
    const [top, middle, pit] = sideEdge(body, torso);
    const knots: Knot[] = [
      top ?? [0, 0],
      middle ?? [0, 0],
      pit ?? [0, 0],
      [(pit?.[0] ?? 0) - 3, (pit?.[1] ?? 0) + 9],
      [(middle?.[0] ?? 0) - 9, (middle?.[1] ?? 0) + 4, 1],
      [(top?.[0] ?? 0) - 10, (top?.[1] ?? 0) - 2],
    ];
    return { outline: closed(...(side === 1 ? knots : flip(knots))), fabric: rib, applied: 0.42 };
  });
  return {
    behind: [backNeck(body, fabric, 'v')],
    sleeves: [],
    front: [neckBand(body, 'v', rib, 11)],
    body: [
      {
        outline: torsoOutline(body, torso),
        fabric,
        lift: 0.16,
        puff: 0.5,
        round: 28,
        folds: torsoFolds(body, torso, random),
        foldBlur: 6,
      },
      hemBand(body, torso, rib, 24),
      ...armhole,
    ],
  };
}
