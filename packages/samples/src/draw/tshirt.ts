import type { Body } from './body.js';
import { darker } from './colour.js';
import { type Fabric, stroke } from './fabric.js';
import type { Garment } from './garment.js';
import { open } from './outline.js';
import type { Random } from './random.js';
import { poloNeck } from './shirt.js';
import { sleeves } from './sleeves.js';
import { backNeck, type Neckline, neckBand, seamColour, torsoFolds, torsoOutline } from './torso.js';

export interface TshirtCut {
  readonly neckline: Neckline;
  readonly sleeve: number;
  readonly ease: number;
  readonly waisted: number;
  readonly hem: number;
  /** SVG on the chest. */
  readonly graphic?: string;
  /** Of another colour: neck band and sleeves. */
  readonly contrast?: Fabric;
  /** A soft collar and a short placket. */
  readonly polo?: boolean;
}

export function tshirt(body: Body, fabric: Fabric, cut: TshirtCut, random: Random): Garment {
  const trim = cut.contrast ?? { ...fabric, colour: darker(fabric.colour, 0.06) };
  const torso = { ...cut, drop: cut.ease * 0.35 };
  const hemline = stroke(
    open([-140, cut.hem - 7], [0, cut.hem - 2, 1], [140, cut.hem - 7]),
    seamColour(fabric),
    0.8,
    0.6,
  );
  return {
    behind: [backNeck(body, fabric, cut.neckline)],
    body: [
      {
        outline: torsoOutline(body, torso),
        fabric,
        lift: 0.16,
        puff: 0.5,
        round: 30,
        folds: torsoFolds(body, torso, random),
        details: hemline + (cut.graphic ?? ''),
      },
    ],
    sleeves:
      cut.sleeve > 0
        ? sleeves(
            body,
            cut.contrast ?? fabric,
            {
              length: cut.sleeve,
              ease: cut.ease * 0.7 + 2,
              end: cut.sleeve < 0.5 ? cut.ease * 0.8 + 3 : 3,
              drop: torso.drop,
            },
            random,
          )
        : [],
    front: cut.polo ? poloNeck(body, fabric, trim) : [neckBand(body, cut.neckline, trim, 7)],
  };
}
