import type { Colour } from './colour.js';
import type { Fabric } from './fabric.js';
import { box, closed, ellipse, flip, type Knot, lens } from './outline.js';
import { type Part, soft } from './part.js';

export interface GlassesCut {
  readonly shape: 'aviator' | 'round' | 'wayfarer' | 'cat';
  readonly frame: Fabric;
  /** Lenses: colour, and how much of it. */
  readonly lens: Colour;
  readonly clear?: boolean;
}

/** Glasses from the front, a little from the side; the temples reach back to the right and left. */
export function glasses(cut: GlassesCut): Part[] {
  const lensKnots: Record<GlassesCut['shape'], Knot[]> = {
    aviator: [
      [24, -36, 0.8],
      [90, -46, 1],
      [142, -30, 1],
      [138, 26, 1],
      [92, 62, 1],
      [46, 40, 1],
      [22, 0, 1],
    ],
    round: [
      [30, -20, 1],
      [58, -48, 1],
      [98, -48, 1],
      [130, -18, 1],
      [130, 20, 1],
      [98, 50, 1],
      [58, 50, 1],
      [30, 20, 1],
    ],
    wayfarer: [
      [22, -34, 0.6],
      [90, -46, 1],
      [148, -42, 0.6],
      [142, 16, 1],
      [112, 46, 1],
      [60, 46, 1],
      [30, 16, 1],
    ],
    cat: [
      [22, -26, 0.7],
      [80, -42, 1],
      [156, -60, 0.4],
      [148, 6, 1],
      [108, 44, 1],
      [56, 42, 1],
      [26, 12, 1],
    ],
  };
  const knots = lensKnots[cut.shape];
  const thick = cut.shape === 'aviator' || cut.shape === 'round' ? 6 : 13;
  const [cx, cy] = [84, 2];
  const outer = knots.map(([x, y, s]): Knot => {
    const length = Math.hypot(x - cx, y - cy);
    return [x + ((x - cx) / length) * thick, y + ((y - cy) / length) * thick, s ?? 0];
  });
  const place = (list: readonly Knot[], side: number): string => closed(...(side === 1 ? list : flip(list)));
  const glare = (side: number): string =>
    `<path d="${lens(side * 84 - 40, 26, side * 84 + 6, -40, 15)}" fill="#ffffff" fill-opacity="${cut.clear ? 0.4 : 0.28}" ${soft(4)}/>` +
    `<path d="${ellipse(side * 84, 60, 90, 46)}" fill="#ffffff" fill-opacity="${cut.clear ? 0.1 : 0.22}" ${soft(20)}/>`;
  const temples = ([1, -1] as const).map((side): Part => {
    // Seen from the front, the temples reach back and a little outwards.
    const arm: Knot[] = [
      [148, -36],
      [170, -36, 0.6],
      [186, -50, 1],
      [190, -74, 0.8],
      [182, -80, 0.8],
      [176, -56, 1],
      [164, -22, 0.8],
      [150, -18],
    ];
    return { outline: place(arm, side), fabric: cut.frame, lift: 0.1, puff: 0.3, round: 4 };
  });
  const lenses = ([1, -1] as const).map(
    (side): Part => ({
      outline: place(knots, side),
      fabric: { colour: cut.lens, gloss: 0.5, wrinkle: 0 },
      lift: 0.2,
      puff: 0.3,
      round: 24,
      details: glare(side),
    }),
  );
  const rims = ([1, -1] as const).map(
    (side): Part => ({
      outline: place(outer, side) + place(knots, side),
      fabric: cut.frame,
      lift: 0.4,
      puff: 0.5,
      round: 4,
    }),
  );
  const bridge: Part = {
    outline: closed(
      [-28, -26],
      [-14, -34, 1],
      [14, -34, 1],
      [28, -26],
      [26, -26 + thick],
      [12, -33 + thick, 1],
      [-12, -33 + thick, 1],
      [-26, -26 + thick],
    ),
    fabric: cut.frame,
    lift: 0.5,
    puff: 0.4,
    round: 3,
  };
  const upperBridge: Part[] =
    cut.shape === 'aviator'
      ? [{ outline: box(-36, -44, 72, 5, 2), fabric: cut.frame, lift: 0.5, puff: 0.4, round: 2 }]
      : [];
  const pads = [-1, 1].map(
    (s): Part => ({
      outline: ellipse(s * 17, 2, 4, 10),
      fabric: { colour: '#e4ddd2', gloss: 0.5, wrinkle: 0 },
      lift: 0.3,
      puff: 0.3,
      round: 3,
    }),
  );
  return [...temples, ...lenses, ...rims, bridge, ...upperBridge, ...pads];
}
