import type { Body } from './body.js';
import { lighter } from './colour.js';
import { type Fabric, shape, stroke } from './fabric.js';
import type { Garment } from './garment.js';
import { edges, fronts, type JacketCut, waistBand } from './jacket.js';
import { box, closed, lens } from './outline.js';
import type { Part } from './part.js';
import type { Random } from './random.js';
import { buttons, collarLeaves } from './shirt.js';
import { sleeves } from './sleeves.js';
import { backNeck, type TorsoCut, torsoFolds } from './torso.js';

const thread = '#c98d4b';
const copper = '#8b7150';
const stitched = (d: string): string => stroke(d, thread, 1, 0.75, '3.4 1.8');

/** Yoke, chest pockets with flaps, copper buttons and stitches. */
export function denimJacket(body: Body, fabric: Fabric, cut: JacketCut, random: Random): Garment {
  const torso: TorsoCut = { neckline: 'v', hem: cut.hem, ease: cut.ease, waisted: 0.4, drop: 4 };
  const half = cut.ease + 90;
  const metal: Fabric = { ...fabric, colour: copper };
  const plackets = edges(cut.gap).map((x): Part => {
    const middle = x + Math.sign(x) * 9;
    return {
      outline: box(middle - 10, 184, 20, cut.hem - 180, 1),
      fabric,
      applied: 0.3,
      details: stitched(`M${middle - 7},184V${cut.hem}M${middle + 7},184V${cut.hem}`),
      ...(x < 0 ? {} : { trim: buttons(middle, 206, cut.hem - 12, 6, metal, 4) }),
    };
  });
  return {
    behind: [backNeck(body, fabric, 'round')],
    body: [
      ...fronts(body, torso, cut.gap, {
        fabric,
        lift: 0.2,
        puff: 0.5,
        round: 28,
        folds: torsoFolds(body, torso, random),
        details: seams(body, fabric, cut.hem, half),
      }),
      ...waistBand(body, torso, cut.gap, 18, {
        fabric,
        applied: 0.5,
        details: stitched(`M${-half},${cut.hem - 10}Q0,${cut.hem - 5} ${half},${cut.hem - 10}`),
      }),
      ...plackets,
      ...pocketFlaps(body, fabric, metal),
    ],
    sleeves: sleeves(body, fabric, { length: 0.98, ease: 9, end: 5, drop: 4, cuff: 0.07 }, random),
    front: collarLeaves(body, fabric, 0.75, 20),
  };
}

function seams({ chest }: Body, fabric: Fabric, hem: number, half: number): string {
  const down = [-1, 1].map(
    (s) =>
      stitched(`M${s * 58},${chest.y - 6}L${s * 42},${hem}`) + stitched(`M${s * 30},${chest.y - 6}L${s * 25},${hem}`),
  );
  const faded = [-1, 1].map((s) =>
    shape(lens(s * 48, chest.y + 20, s * 44, hem - 30, 20), lighter(fabric.colour, 0.5), 0.16),
  );
  return (
    faded.join('') +
    stitched(`M${-half},${chest.y - 8}H${half}`) +
    stitched(`M${-half},${chest.y - 4}H${half}`) +
    down.join('')
  );
}

const pocketFlaps = ({ chest }: Body, fabric: Fabric, metal: Fabric): Part[] =>
  [-1, 1].map((s) => {
    const outline = closed(
      [s * 28, chest.y - 4],
      [s * 64, chest.y - 4],
      [s * 64, chest.y + 12],
      [s * 46, chest.y + 22],
      [s * 28, chest.y + 12],
    );
    return {
      outline,
      fabric,
      applied: 0.39,
      details: stroke(outline, thread, 2.6, 0.7, '3 2'),
      trim: buttons(s * 46, chest.y + 13, chest.y + 13, 1, metal, 3.2),
    };
  });
