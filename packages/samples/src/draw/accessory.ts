import { metal } from './bag.js';
import { type Colour, darker, lighter } from './colour.js';
import { type Fabric, shape, stroke } from './fabric.js';
import { box, closed, ellipse, flip, type Knot, lens, open } from './outline.js';
import { type Part, soft } from './part.js';
import type { Random } from './random.js';

/** A rolled belt seen from a little above, buckle in front. */
export function belt(fabric: Fabric, buckle: Colour, style: 'frame' | 'plate'): Part[] {
  const inside: Fabric = { colour: darker(fabric.colour, 0.35), gloss: 0.05, wrinkle: 0.2 };
  const edge = darker(fabric.colour, 0.4);
  const stitches =
    stroke(
      open([-160, 6], [-110, 46, 1], [0, 66, 1], [110, 46, 1], [160, 6]),
      lighter(fabric.colour, 0.35),
      1.4,
      0.6,
      '5 3',
    ) +
    stroke(
      open([-160, 40], [-110, 84, 1], [0, 104, 1], [110, 84, 1], [160, 40]),
      lighter(fabric.colour, 0.35),
      1.4,
      0.6,
      '5 3',
    );
  const holes = [48, 74, 100, 124]
    .map((x) => shape(ellipse(x, 84 - ((x - 20) / 110) ** 2 * 32, 3.6, 4.4), '#120d0a'))
    .join('');
  const plated: Part = {
    outline: box(-70, 44, 74, 74, 8),
    fabric: metal(buckle),
    lift: 0.6,
    puff: 0.3,
    round: 8,
    details: stroke(box(-62, 52, 58, 58, 5), darker(buckle, 0.35), 2, 0.7),
  };
  const framed: Part = {
    outline: `${box(-74, 40, 78, 82, 12)}${box(-58, 56, 46, 50, 6)}`,
    fabric: metal(buckle),
    lift: 0.6,
    puff: 0.3,
    round: 6,
    trim: shape(box(-62, 76, 62, 9, 4), buckle) + shape(box(-62, 82, 62, 3, 1), darker(buckle, 0.4)),
  };
  return [
    {
      outline: closed(
        [-168, -8, 0.8],
        [-110, -56, 1],
        [0, -74, 1],
        [110, -56, 1],
        [168, -8, 0.8],
        [164, 34, 0.8],
        [110, -14, 1],
        [0, -32, 1],
        [-110, -14, 1],
        [-164, 34, 0.8],
      ),
      fabric: inside,
      lift: 0.1,
      puff: 0.24,
      round: 12,
    },
    {
      outline: closed(
        [-172, -10, 0.8],
        [-112, 34, 1],
        [0, 56, 1],
        [112, 34, 1],
        [172, -10, 0.8],
        [172, 36, 0.8],
        [112, 94, 1],
        [0, 116, 1],
        [-112, 94, 1],
        [-172, 36, 0.8],
      ),
      fabric,
      lift: 0.4,
      puff: 0.34,
      round: 12,
      details:
        stroke(open([-172, 36], [-112, 94, 1], [0, 116, 1], [112, 94, 1], [172, 36]), edge, 5, 0.6) + stitches + holes,
    },
    { outline: box(14, 48, 16, 74, 4), fabric, lift: 0.56, puff: 0.24, round: 5 },
    style === 'plate' ? plated : framed,
  ];
}

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

/** A scarf looped once with both ends hanging, as shops show it. y = 0 is the loop's top, the ends about 420. */
export function scarf(fabric: Fabric, random: Random, fringe: boolean): Part[] {
  const tail = (knots: Knot[], turn: number, lift: number): Part => {
    const end = knots.filter(([, y]) => y > 380);
    const [a, b] = [end[0] ?? [0, 420], end[1] ?? [0, 420]];
    const strands = Array.from({ length: 16 }, (_, i) => {
      const t = (i + 0.5) / 16;
      const [x, y] = [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
      return stroke(
        open(
          [x, y - 4],
          [x + random.between(-3, 3), y + 14, 1],
          [x + random.between(-6, 6), y + random.between(26, 34)],
        ),
        i % 2 === 0 ? fabric.colour : darker(fabric.colour, 0.2),
        3.4,
      );
    }).join('');
    const long = [0.2, 0.5, 0.8].map((t, i) => ({
      d: lens(
        (knots[0]?.[0] ?? 0) * (1 - t) + (knots.at(-1)?.[0] ?? 0) * t,
        100,
        a[0] * t + b[0] * (1 - t),
        420,
        12,
        random.between(-10, 10),
      ),
      depth: i % 2 === 0 ? -0.45 : 0.4,
    }));
    return {
      outline: closed(...knots),
      fabric,
      turn,
      lift,
      puff: 0.4,
      round: 14,
      folds: long,
      foldBlur: 6,
      ...(fringe ? { trim: strands } : {}),
    };
  };
  const loop = closed(
    [-76, 60, 1],
    [-62, 8, 1],
    [0, -12, 1],
    [62, 8, 1],
    [76, 60, 1],
    [56, 112, 1],
    [0, 134, 1],
    [-56, 112, 1],
  );
  const hole = closed(
    [-30, 56, 1],
    [-22, 30, 1],
    [0, 22, 1],
    [22, 30, 1],
    [30, 56, 1],
    [20, 84, 1],
    [0, 94, 1],
    [-20, 84, 1],
  );
  return [
    tail(
      [
        [-6, 100],
        [44, 96],
        [92, 250, 1],
        [112, 424],
        [26, 436],
        [16, 260, 1],
      ],
      -9,
      0.16,
    ),
    tail(
      [
        [8, 100],
        [-44, 96],
        [-84, 250, 1],
        [-104, 400],
        [-20, 414],
        [-10, 250, 1],
      ],
      9,
      0.26,
    ),
    {
      outline: loop + hole,
      fabric,
      turn: 40,
      lift: 0.36,
      puff: 0.4,
      round: 14,
      folds: [0, 1, 2, 3, 4, 5].map((i) => ({
        d: lens(Math.cos(i) * 34, 58 + Math.sin(i) * 42, Math.cos(i + 1.2) * 66, 58 + Math.sin(i + 1.2) * 64, 6, 8),
        depth: i % 2 === 0 ? -0.4 : 0.36,
      })),
      foldBlur: 4,
    },
    {
      outline: closed([-40, 96, 0.8], [0, 108, 1], [42, 92, 0.8], [50, 132, 0.8], [2, 152, 1], [-48, 136, 0.8]),
      fabric,
      turn: 80,
      lift: 0.6,
      puff: 0.34,
      round: 10,
      folds: [
        { d: lens(-40, 110, 44, 108, 5, 8), depth: -0.4 },
        { d: lens(-44, 128, 48, 124, 5, 8), depth: 0.3 },
      ],
      foldBlur: 3,
    },
  ];
}
