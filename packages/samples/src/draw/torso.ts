import { type Body, torsoAt } from './body.js';
import { brightness, darker, lighter } from './colour.js';
import type { Fabric } from './fabric.js';
import { closed, flip, type Knot, lens, mirrored } from './outline.js';
import type { Fold, Part } from './part.js';
import type { Random } from './random.js';

export type Neckline = 'round' | 'v' | 'boat' | 'square' | 'scoop' | 'high' | 'strap';

/** How a garment of the upper body is cut. Ease is room around the body, in body units. */
export interface TorsoCut {
  readonly neckline: Neckline;
  /** y of the hem. */
  readonly hem: number;
  readonly ease: number;
  /** How much the waist is taken in, 0 straight to 1 as the body. */
  readonly waisted: number;
  /** How far shoulders hang over. */
  readonly drop?: number;
  /** Half the hem's width over the body's there. */
  readonly flare?: number;
}

const neckDepth: Record<Neckline, number> = { round: 22, v: 72, boat: 12, square: 52, scoop: 58, high: -2, strap: 74 };
const neckWidth: Record<Neckline, number> = {
  round: 1.3,
  v: 1.3,
  boat: 2,
  square: 1.9,
  scoop: 1.75,
  high: 1.02,
  strap: 2,
};

/** Seams are darker than bright cloth and lighter than dark cloth. */
export const seamColour = (fabric: Fabric): `#${string}` =>
  brightness(fabric.colour) > 0.22 ? darker(fabric.colour, 0.4) : lighter(fabric.colour, 0.22);

/** The right half of the front's upper edge, from the middle of the neck to the shoulder's end. */
function neckEdge(body: Body, neckline: Neckline): Knot[] {
  const { neck, shoulder } = body;
  const x = neck.half * neckWidth[neckline];
  const t = Math.max(0, (x - neck.half) / (shoulder.half - neck.half));
  const y = neck.y + (shoulder.y - neck.y) * t * 0.85 - 2;
  const bottom = neck.y + neckDepth[neckline];
  if (neckline === 'v')
    return [
      [0, bottom],
      [x * 0.55, (y + bottom) / 2, 0.6],
      [x, y],
    ];
  if (neckline === 'square')
    return [
      [0, bottom],
      [x * 0.92, bottom],
      [x, y],
    ];
  return [
    [0, bottom, 1],
    [x * 0.75, bottom - (bottom - y) * 0.32, 1],
    [x, y],
  ];
}

/** The right edge of the front, from the shoulder's end to the hem's corner. */
export function sideEdge(body: Body, cut: TorsoCut): Knot[] {
  const { shoulder, armpit, waist } = body;
  const { ease, hem } = cut;
  const drop = cut.drop ?? 0;
  const straight = armpit.half + ease + 2;
  const side = (y: number): number => {
    const fitted = torsoAt(body, y) + ease;
    return fitted * cut.waisted + Math.max(straight, y > waist.y + 50 ? fitted - 2 : 0) * (1 - cut.waisted);
  };
  const end = cut.neckline === 'strap' ? shoulder.half * 0.72 : shoulder.half + drop;
  const shoulderY = cut.neckline === 'strap' ? shoulder.y - 12 : shoulder.y + drop * 0.5;
  const sides: Knot[] = [0.28, 0.6, 1]
    .map((t) => armpit.y + 10 + (hem - armpit.y - 10) * t)
    .map((y, i): Knot => [side(y) + (i === 2 ? (cut.flare ?? 0) : (cut.flare ?? 0) * 0.3), y, i === 2 ? 0 : 1]);
  return [
    [end, shoulderY, 0.2],
    [end - 8 + drop * 0.4, (shoulder.y + armpit.y) / 2, 1],
    [armpit.half + ease + drop * 0.3, armpit.y + ease * 0.4],
    ...sides,
  ];
}

export const torsoOutline = (body: Body, cut: TorsoCut): string =>
  mirrored(...neckEdge(body, cut.neckline), ...sideEdge(body, cut), [0, cut.hem + 5, 1]);

/** One front of a garment that opens: it reaches `overlap` over the middle up to `breakY`, then runs to the neck. */
export function frontPanel(
  body: Body,
  cut: TorsoCut,
  side: 1 | -1,
  overlap: number,
  breakY: number,
  rounded = 0,
): string {
  const { neck } = body;
  const knots: Knot[] = [
    [-overlap, breakY, 0.3],
    [neck.half * 0.62, (breakY + neck.y) / 2 - 8, 0.5],
    [neck.half * 1.15, neck.y - 4],
    ...sideEdge(body, cut),
    [rounded, cut.hem + 5, rounded > 0 ? 0.8 : 0],
    [-overlap, cut.hem + 4 - rounded * 0.9, rounded > 0 ? 0.6 : 0],
  ];
  return closed(...(side === 1 ? knots : flip(knots)));
}

/** The inside of the back, seen through the neck. */
export function backNeck(body: Body, fabric: Fabric, neckline: Neckline): Part {
  const right = neckEdge(body, neckline).slice(-1)[0] ?? [body.neck.half, body.neck.y];
  const bottom = body.neck.y + neckDepth[neckline];
  return {
    outline: mirrored(
      [0, body.neck.y - 2, 1],
      [right[0] * 0.6, body.neck.y - 4, 1],
      [right[0], right[1]],
      [right[0] * 0.7, bottom - 6, 1],
      [0, bottom + 1, 1],
    ),
    fabric: { ...fabric, colour: darker(fabric.colour, 0.38) },
    lift: 0.06,
    puff: 0.05,
    round: 8,
  };
}

/** Folds as a worn top has them: from the armpits, across the waist, from the bust. */
export function torsoFolds(body: Body, cut: TorsoCut, random: Random): Fold[] {
  const { armpit, waist } = body;
  const folds: Fold[] = [];
  for (const side of [-1, 1]) {
    const edge = side * (armpit.half + cut.ease);
    for (let i = 0; i < 3; i++) {
      const y = armpit.y + 6 + i * 13;
      const reach = random.between(30, 58);
      folds.push({
        d: lens(
          edge * 0.99,
          y,
          edge - side * reach,
          y + random.between(20, 52),
          random.between(4, 8),
          side * random.between(2, 9),
        ),
        depth: i % 2 === 0 ? -0.34 : 0.3,
      });
    }
    for (let i = 0; i < 4; i++) {
      const y = waist.y + random.between(-34, 44) - 10;
      if (y > cut.hem - 16) continue;
      const x = side * (torsoAt(body, y) + cut.ease * 0.6);
      folds.push({
        d: lens(
          x,
          y,
          x - side * random.between(36, 74),
          y + random.between(-4, 26),
          random.between(3, 7),
          side * random.between(3, 10),
        ),
        depth: i % 2 === 0 ? -0.3 : 0.24,
      });
    }
  }
  for (let i = 0; i < 4; i++) {
    const x = random.between(-46, 46);
    folds.push({
      d: lens(
        x,
        random.between(waist.y - 60, waist.y),
        x * 1.15 + random.between(-8, 8),
        cut.hem + 4,
        random.between(5, 10),
        random.between(-6, 6),
      ),
      depth: random.chance(0.5) ? 0.22 : -0.22,
    });
  }
  return folds;
}

/** A band that follows the neck. */
export function neckBand(body: Body, neckline: Neckline, fabric: Fabric, width: number): Part {
  const edge = neckEdge(body, neckline);
  const outer = edge.map(
    ([x, y, smooth], i): Knot =>
      i === edge.length - 1
        ? [x + width * 0.5, y + width * 0.12, 0]
        : [x + (x === 0 ? 0 : width * 0.62), y + width * (i === 0 ? 1 : 0.72), smooth ?? 0],
  );
  const inner = [...edge].reverse();
  const ring = [...outer, ...inner.slice(0, -1)];
  const left = flip(ring.slice(1)).reverse();
  const bottom = edge[0] ?? [0, 0];
  return { outline: closed(...ring, bottom, ...left.map(([x, y, s]): Knot => [x, y, s ?? 0])), fabric, applied: 0.39 };
}
