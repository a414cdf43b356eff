import { type Colour, darker } from './colour.js';
import { disc, type Fabric, stroke } from './fabric.js';
import { closed, lens, open } from './outline.js';
import type { Part } from './part.js';

interface SneakerCut {
  readonly sole: Colour;
  /** Toe cap, heel and stripes. */
  readonly accent: Fabric;
  readonly laces: Colour;
  readonly style: 'low' | 'high' | 'runner';
}

/** A shoe from its side: the heel is at x = 0, the toe at about 410, the ground at y = 0. */
export function sneaker(fabric: Fabric, cut: SneakerCut): Part[] {
  const up = cut.style === 'high' ? 92 : 0;
  const inside: Part = {
    outline: closed(
      [14, -166 - up, 0.4],
      [70, -184 - up, 1],
      [150, -192 - up, 0.6],
      [128, -148 - up * 0.7, 1],
      [92, -132 - up, 1],
      [40, -158 - up, 1],
    ),
    fabric: { colour: darker(cut.accent.colour, 0.5), gloss: 0, wrinkle: 0.2 },
    lift: 0.05,
    puff: 0.05,
    round: 8,
  };
  const upper: Part = {
    outline: closed(
      [8, -30],
      [0, -88, 1],
      [12, -168 - up, 0.6],
      [42, -158 - up, 1],
      [92, -132 - up, 1],
      [126, -148 - up, 1],
      [148, -198 - up, 0.5],
      [176, -190 - up * 0.9, 0.6],
      [226, -138, 1],
      [300, -104, 1],
      [366, -88, 1],
      [404, -54, 1],
      [404, -30],
    ),
    fabric,
    lift: 0.2,
    puff: 0.46,
    round: 20,
    folds: [
      { d: lens(268, -118, 300, -50, 4, -6), depth: -0.3 },
      { d: lens(288, -110, 316, -52, 4, -6), depth: 0.25 },
      { d: lens(40, -140 - up, 60, -60, 5, 8), depth: -0.2 },
    ],
    details: stroke(
      open([10, -150 - up, 1], [46, -144 - up, 1], [94, -120 - up, 1], [122, -136 - up, 1]),
      darker(fabric.colour, 0.4),
      1.4,
      0.6,
      '4 2',
    ),
  };
  const toe: Part = {
    outline: closed([318, -32], [328, -74, 1], [352, -92, 0.6], [388, -74, 1], [406, -46, 1], [404, -30]),
    fabric: cut.accent,
    lift: 0.5,
    puff: 0.24,
    round: 12,
  };
  const heel: Part = {
    outline: closed([8, -30], [1, -88, 1], [9, -132 - up, 0.3], [44, -124 - up, 0.3], [60, -70, 1], [78, -30]),
    fabric: cut.accent,
    lift: 0.48,
    puff: 0.2,
    round: 8,
    details: stroke(open([44, -124 - up], [60, -70, 1], [78, -30]), darker(cut.accent.colour, 0.4), 3, 0.5, '4 2'),
  };
  const rows = cut.style === 'high' ? 8 : 6;
  const laced = Array.from({ length: rows }, (_, i) => {
    const t = i / (rows - 1);
    const [x, y] = [158 + t * 116, -178 - up * 0.94 * (1 - t) + t * 62];
    return (
      stroke(open([x - 22, y + 18], [x - 4, y - 2, 1], [x + 16, y + 2]), darker(cut.laces, 0.45), 8.4, 0.5) +
      stroke(open([x - 22, y + 16], [x - 4, y - 4, 1], [x + 16, y]), cut.laces, 6.4) +
      disc(x - 24, y + 20, 3, '#6b675f')
    );
  }).join('');
  const eyestay: Part = {
    outline: closed(
      [124, -150 - up * 0.9, 0.4],
      [150, -178 - up, 0.3],
      [210, -142, 0.8],
      [282, -110, 0.5],
      [266, -84, 0.6],
      [196, -108, 0.8],
    ),
    fabric: { ...fabric, colour: darker(fabric.colour, 0.1) },
    lift: 0.46,
    puff: 0.16,
    round: 6,
    trim: laced,
  };
  const bars: Part[] =
    cut.style === 'runner'
      ? [
          {
            outline: closed([96, -46, 0.5], [170, -70, 1], [250, -112, 0.4], [232, -76, 1], [150, -44, 1]),
            fabric: cut.accent,
            lift: 0.5,
            puff: 0.1,
            round: 4,
          },
        ]
      : cut.style === 'low'
        ? [0, 1].map((i) => ({
            outline: closed(
              [120 + i * 34, -38],
              [162 + i * 34, -108 + i * 4],
              [180 + i * 34, -102 + i * 5],
              [140 + i * 34, -38],
            ),
            fabric: cut.accent,
            lift: 0.5,
            puff: 0.1,
            round: 3,
          }))
        : [
            {
              outline: 'M64,-176A17,17 0 1 1 98,-176A17,17 0 1 1 64,-176Z',
              fabric: cut.accent,
              lift: 0.5,
              puff: 0.1,
              round: 3,
            },
          ];
  const thick = cut.style === 'runner' ? 14 : 0;
  const sole: Part = {
    outline: closed(
      [-6 - thick, -50 - thick * 0.6, 0.4],
      [60, -40, 1],
      [200, -33, 1],
      [330, -38, 1],
      [411, -52, 0.5],
      [418, -24, 1],
      [392, -3, 1],
      [200, 0, 1],
      [18, 0, 1],
      [-8 - thick, -16, 1],
    ),
    fabric: { colour: cut.sole, gloss: 0.12, wrinkle: 0 },
    lift: 0.4,
    puff: 0.34,
    round: 9,
    details:
      stroke(open([-10, -22], [200, -16, 1], [416, -26]), darker(cut.sole, 0.35), 2, 0.6) +
      stroke(open([-10, -4], [200, -2, 1], [400, -4]), darker(cut.sole, 0.6), 7, 0.8),
  };
  return [inside, upper, ...bars, toe, heel, eyestay, sole];
}
