import type { Body } from './body.js';
import { darker } from './colour.js';
import type { Fabric } from './fabric.js';
import type { Garment } from './garment.js';
import { closed, mirrored } from './outline.js';
import type { Part } from './part.js';
import type { Random } from './random.js';
import { buttons, collarLeaves } from './shirt.js';
import { type SkirtCut, skirt } from './skirt.js';
import { sleeves } from './sleeves.js';
import { backNeck, type Neckline, neckBand, type TorsoCut, torsoFolds, torsoOutline } from './torso.js';

export interface DressCut {
  readonly neckline: Neckline;
  readonly sleeve: number;
  readonly hem: number;
  readonly shape: SkirtCut['shape'];
  /** A belt of this fabric at the waist. */
  readonly belt?: Fabric;
  /** A shirt dress: collar and buttons all down the front. */
  readonly collar?: boolean;
  readonly bodice?: Fabric;
  readonly slit?: boolean;
}

export function dress(body: Body, fabric: Fabric, cut: DressCut, random: Random): Garment {
  const waistY = body.waist.y - 2;
  const bodice = cut.bodice ?? fabric;
  const neckline = cut.collar ? 'round' : cut.neckline;
  const torso: TorsoCut = { neckline, hem: waistY + 6, ease: 4, waisted: 1 };
  const top: Part = {
    outline: torsoOutline(body, torso),
    fabric: bodice,
    lift: 0.22,
    puff: 0.46,
    round: 26,
    folds: torsoFolds(body, torso, random).slice(0, 12),
  };
  const half = body.waist.half + 7;
  const belt = cut.belt;
  return {
    behind: [backNeck(body, bodice, neckline)],
    body: [
      ...skirt(
        body,
        fabric,
        { top: waistY, hem: cut.hem, shape: cut.shape, waistband: false, ...(cut.slit ? { slit: true } : {}) },
        random,
      ),
      {
        ...top,
        ...(cut.collar
          ? { trim: buttons(0, body.neck.y + 36, cut.hem - 50, Math.round((cut.hem - body.neck.y) / 44), bodice, 3.2) }
          : {}),
      },
      ...(belt === undefined
        ? []
        : [
            {
              outline: mirrored(
                [0, waistY - 8, 1],
                [half - 2, waistY - 11],
                [half - 1, waistY + 9],
                [0, waistY + 13, 1],
              ),
              fabric: belt,
              applied: 0.52,
            },
            {
              outline: closed([-9, waistY - 10], [11, waistY - 10], [11, waistY + 14], [-9, waistY + 14]),
              fabric: { ...belt, colour: darker(belt.colour, 0.15) },
              applied: 0.52,
            },
          ]),
    ],
    sleeves:
      cut.sleeve > 0
        ? sleeves(
            body,
            bodice,
            { length: cut.sleeve, ease: cut.sleeve < 0.5 ? 7 : 5, end: cut.sleeve < 0.5 ? 10 : 4 },
            random,
          )
        : [],
    front: cut.collar
      ? collarLeaves(body, bodice, 0.5, 14)
      : [neckBand(body, neckline, { ...bodice, colour: darker(bodice.colour, 0.08) }, 4)],
  };
}
