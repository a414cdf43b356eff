import type { Body } from './body.js';
import { darker, lighter } from './colour.js';
import { type Fabric, shape, stroke } from './fabric.js';
import { box, ellipse, type Knot, lens, mirrored } from './outline.js';
import { type Fold, type Part, soft } from './part.js';
import type { Random } from './random.js';
import { buttons } from './shirt.js';
import { fivePockets } from './skirt.js';
import { seamColour } from './torso.js';

export interface TrouserCut {
  /** y of the waistband's top, and of the hems. */
  readonly top: number;
  readonly hem: number;
  /** Room at the thigh, knee and hem around the leg. */
  readonly thigh: number;
  readonly knee: number;
  readonly end: number;
  readonly style: 'jeans' | 'creased' | 'chino' | 'jogger' | 'cargo';
  /** 0 raw to 1 bleached at the thighs. */
  readonly wash?: number;
  readonly turnUp?: boolean;
  readonly belt?: Fabric;
}

export function trousers(body: Body, fabric: Fabric, cut: TrouserCut, random: Random): Part[] {
  const { waist, hip, knee, ankle, crotch } = body;
  const legMiddle = (y: number): number =>
    knee.x +
    (ankle.x - knee.x) * Math.max(0, (y - knee.y) / (ankle.y - knee.y)) +
    Math.max(0, cut.knee) * 0.35 * Math.max(0, Math.min(1, (y - crotch) / (knee.y - crotch)));
  const legHalf = (y: number): number => {
    if (y <= knee.y) {
      const t = (y - crotch) / (knee.y - crotch);
      return (hip.half / 2 + 1 + cut.thigh * 0.5) * (1 - t) + (knee.half + cut.knee) * t;
    }
    const t = Math.min(1, (y - knee.y) / (ankle.y - knee.y));
    return (knee.half + cut.knee) * (1 - t) + (ankle.half + cut.end) * t;
  };
  const half = legHalf(cut.hem);
  const middle = legMiddle(cut.hem);
  const below = cut.hem > knee.y + 30;
  const outer: Knot[] = [
    [waist.half + 5 + (cut.top - waist.y) * 0.14, cut.top],
    [hip.half + 4 + cut.thigh * 0.3, hip.y - 6, 1],
    [hip.half + 2 + cut.thigh * 0.6, crotch + 26, 1],
    ...(below ? [[legMiddle(knee.y) + legHalf(knee.y), knee.y, 1] as const] : []),
    [middle + half, cut.hem],
  ];
  const inner: Knot[] = [
    [middle - half, cut.hem + 3],
    ...(below ? [[Math.max(3, legMiddle(knee.y) - legHalf(knee.y)), knee.y, 1] as const] : []),
    [2.5, crotch + 34, 0.7],
    [0, crotch + 10, 0.4],
  ];
  const outline = mirrored([0, cut.top + 4, 1], ...outer, ...inner);
  const seam = seamColour(fabric);
  const top = cut.top + 18;
  const parts: Part[] = [
    {
      outline,
      fabric,
      lift: 0.2,
      puff: 0.5,
      round: 18,
      folds: folds(body, cut, legMiddle, legHalf, random),
      foldBlur: 4,
      details: details(body, fabric, cut, top, legMiddle, legHalf),
    },
    waistband(body, fabric, cut, seam),
  ];
  if (cut.turnUp || cut.style === 'jogger') {
    const [height, grow] = cut.turnUp ? [20, 2] : [18, -2];
    for (const side of [-1, 1]) {
      parts.push({
        outline: box(side * middle - half - grow, cut.hem - height, half * 2 + grow * 2, height + 4, 3),
        fabric: cut.turnUp && cut.style === 'jeans' ? { ...fabric, colour: lighter(fabric.colour, 0.4) } : fabric,
        applied: 0.52,
      });
    }
  }
  if (cut.style === 'cargo') {
    const y = Math.min(crotch + 110, cut.hem - 70);
    for (const side of [-1, 1]) {
      const x = side * (legMiddle(y) + legHalf(y) - 16);
      parts.push({
        outline: box(x - 20, y, 40, 56, 3),
        fabric,
        applied: 0.42,
        details: stroke(`M${x - 20},${y + 15}H${x + 20}`, seam, 1.6, 0.7),
      });
    }
  }
  return parts;
}

function waistband(body: Body, fabric: Fabric, cut: TrouserCut, seam: `#${string}`): Part {
  const half = body.waist.half + 5 + (cut.top - body.waist.y) * 0.14;
  const outline = mirrored(
    [0, cut.top + 2, 1],
    [half - 0.5, cut.top - 2],
    [half + 3, cut.top + 16],
    [0, cut.top + 21, 1],
  );
  const loops = [-0.72, -0.38, 0.38, 0.72]
    .map((t) => shape(box(t * half - 2.5, cut.top - 2, 5, 24, 1), darker(fabric.colour, 0.2)))
    .join('');
  if (cut.style === 'jogger') {
    const cord = stroke(
      `M-7,${cut.top + 14}C-12,${cut.top + 50} -16,${cut.top + 40} -12,${cut.top + 62}M7,${cut.top + 14}C12,${cut.top + 40} 9,${cut.top + 44} 13,${cut.top + 58}`,
      '#e9e6df',
      2.4,
    );
    const gathers = Array.from({ length: 17 }, (_, i) => ({
      d: lens(-half + (i * half) / 8, cut.top, -half + (i * half) / 8, cut.top + 20, 1.6),
      depth: -0.5,
    }));
    return { outline, fabric, applied: 0.68, folds: gathers, foldBlur: 1, trim: cord };
  }
  if (cut.belt !== undefined) {
    const buckle =
      shape(box(-13, cut.top - 1, 26, 22, 3), '#c8c2b2') +
      shape(box(-9, cut.top + 3, 18, 14, 2), cut.belt.colour) +
      shape(box(-2, cut.top + 8, 14, 3), '#b5ae9c');
    return { outline, fabric: cut.belt, applied: 0.46, details: loops, trim: buckle };
  }
  return {
    outline,
    fabric,
    applied: 0.42,
    details: stroke(`M-100,${cut.top + 15}Q0,${cut.top + 19} 100,${cut.top + 15}`, seam, 0.8, 0.5) + loops,
    trim: buttons(
      0,
      cut.top + 11,
      cut.top + 11,
      1,
      { ...fabric, colour: cut.style === 'jeans' ? '#8b7150' : fabric.colour },
      4,
    ),
  };
}

type Along = (y: number) => number;

function details(body: Body, fabric: Fabric, cut: TrouserCut, top: number, legMiddle: Along, legHalf: Along): string {
  const seam = seamColour(fabric);
  const half = body.waist.half + 6;
  const below = Math.min(cut.hem, body.knee.y);
  let svg = '';
  if (cut.wash !== undefined && cut.wash > 0) {
    for (const side of [-1, 1]) {
      const x = side * legMiddle(below);
      svg += `<path d="${ellipse(side * 42, (body.crotch + below) / 2 - 10, 22, (below - body.crotch) * 0.55)}" fill="${lighter(fabric.colour, 0.75)}" fill-opacity="${cut.wash * 0.5}" ${soft(16)}/>`;
      if (cut.hem > body.knee.y)
        svg += `<path d="${ellipse(x, body.knee.y + 60, 17, 70)}" fill="${lighter(fabric.colour, 0.75)}" fill-opacity="${cut.wash * 0.36}" ${soft(12)}/>`;
      for (let i = 0; i < 4; i++)
        svg += `<path d="${lens(side * 14, body.crotch + 6 + i * 12, side * 66, body.crotch - 22 + i * 15, 2.6, side * 4)}" fill="${lighter(fabric.colour, 0.8)}" fill-opacity="${cut.wash * 0.4}" ${soft(2)}/>`;
    }
  }
  if (cut.style === 'jeans') {
    svg += fivePockets(top, half, '#c98d4b', fabric);
    for (const side of [-1, 1])
      svg += stroke(
        `M${side * (legMiddle(below) + legHalf(below) - 5)},${body.crotch}L${side * (legMiddle(cut.hem) + legHalf(cut.hem) - 4)},${cut.hem}`,
        '#c98d4b',
        0.9,
        0.5,
        '3 1.6',
      );
    return svg + stroke(`M-200,${cut.hem - 7}H200`, '#c98d4b', 1, 0.7, '3 1.6');
  }
  for (const side of [-1, 1])
    svg += stroke(
      `M${side * half * 0.62},${top}L${side * (half + 16)},${top + 70}`,
      darker(fabric.colour, 0.4),
      1.6,
      0.6,
    );
  svg +=
    stroke(`M0,${top}V${body.crotch + 8}`, seam, 1.1, 0.5) +
    stroke(`M11,${top}V${top + 54}Q10,${top + 76} 0,${top + 84}`, seam, 0.8, 0.4);
  return svg + stroke(`M-200,${cut.hem - 9}H200`, seam, 0.7, 0.3);
}

function folds(body: Body, cut: TrouserCut, legMiddle: Along, legHalf: Along, random: Random): Fold[] {
  const { crotch, knee } = body;
  const list: Fold[] = [{ d: lens(0, crotch - 60, 0, crotch + 30, 5), depth: -0.5 }];
  for (const side of [-1, 1]) {
    for (let i = 0; i < 4; i++) {
      list.push({
        d: lens(
          side * 3,
          crotch + 2 + i * 9,
          side * random.between(38, 74),
          crotch - 34 + i * 17,
          random.between(3, 6),
          side * 6,
        ),
        depth: i % 2 === 0 ? -0.36 : 0.28,
      });
    }
    if (cut.style === 'creased') {
      const [x0, x1] = [side * 44, side * legMiddle(cut.hem)];
      list.push({ d: lens(x0, crotch - 20, x1, cut.hem, 3), depth: 0.5 });
    }
    for (let i = 0; i < 8; i++) {
      const y = i < 4 ? knee.y + random.between(-34, 40) : cut.hem - random.between(8, 74);
      if (y > cut.hem - 6) continue;
      const [m, h] = [legMiddle(y), legHalf(y)];
      const from = random.chance(0.5) ? -1 : 1;
      list.push({
        d: lens(
          side * (m + from * h),
          y,
          side * (m - from * h * random.between(-0.1, 0.7)),
          y + random.between(-6, 22),
          random.between(3, 6),
          random.between(-6, 6),
        ),
        depth: i % 2 === 0 ? -0.36 : 0.3,
      });
    }
  }
  return list;
}
