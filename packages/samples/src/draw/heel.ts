import { darker, lighter } from './colour.js';
import { type Fabric, stroke } from './fabric.js';
import { box, closed, ellipse, type Knot, lens, open } from './outline.js';
import type { Part } from './part.js';
import { rubber } from './sole.js';

export interface HeelCut {
  readonly style: 'pump' | 'block' | 'sandal';
  readonly bow?: boolean;
}

export function heel(fabric: Fabric, cut: HeelCut): Part[] {
  const insole: Fabric = { colour: lighter('#c9a27a', 0.15), gloss: 0.1, wrinkle: 0 };
  const stem: Part = {
    outline:
      cut.style === 'pump'
        ? closed([6, -214], [92, -172, 0.8], [62, -140, 0.8], [40, -70, 0.8], [32, 0], [18, 0], [16, -90, 0.8])
        : closed([6, -214], [100, -168, 0.6], [86, -120, 0.8], [82, 0], [14, 0], [8, -120, 0.8]),
    fabric,
    lift: 0.2,
    puff: 0.4,
    round: 9,
    details: stroke('M0,-3H100', '#111111', 8),
  };
  const sole: Part = {
    outline: closed(
      [16, -206, 0.5],
      [80, -184, 1],
      [150, -128, 1],
      [214, -58, 1],
      [268, -16, 1],
      [330, -2, 1],
      [414, 0, 0.8],
      [436, -10, 0.6],
      [330, -16, 1],
      [262, -40, 1],
      [160, -140, 1],
      [50, -214, 1],
    ),
    fabric: rubber(darker(fabric.colour, 0.55)),
    lift: 0.2,
    puff: 0.2,
    round: 5,
  };
  return cut.style === 'sandal'
    ? [stem, sole, ...strapped(fabric, insole)]
    : [...pump(fabric, insole, stem, sole), ...(cut.bow ? bow(fabric) : [])];
}

function strapped(fabric: Fabric, insole: Fabric): Part[] {
  const bed: Part = {
    outline: closed(
      [6, -224, 0.6],
      [44, -256, 1],
      [96, -238, 1],
      [190, -150, 1],
      [270, -82, 1],
      [350, -72, 1],
      [424, -54, 1],
      [434, -20, 1],
      [390, -6, 1],
      [320, -10, 1],
      [256, -36, 1],
      [150, -138, 1],
      [60, -204, 1],
      [20, -212, 1],
    ),
    fabric: insole,
    lift: 0.3,
    puff: 0.14,
    round: 10,
  };
  const strap = (...knots: Knot[]): Part => ({
    outline: closed(...knots),
    fabric,
    lift: 0.46,
    puff: 0.34,
    round: 8,
    details: stroke(closed(...knots), lighter(fabric.colour, 0.3), 2, 0.4),
  });
  return [
    {
      ...strap(
        [10, -240],
        [30, -312, 1],
        [90, -328, 1],
        [124, -310, 1],
        [122, -292, 1],
        [84, -306, 1],
        [44, -292, 1],
        [30, -240],
      ),
      fabric: { ...fabric, colour: darker(fabric.colour, 0.35) },
    },
    bed,
    strap(
      [318, -8],
      [306, -70, 1],
      [326, -116, 1],
      [364, -118, 1],
      [400, -92, 1],
      [404, -78, 1],
      [366, -92, 1],
      [350, -70, 1],
      [362, -6],
    ),
    strap(
      [252, -38],
      [248, -96, 1],
      [276, -140, 1],
      [316, -134, 1],
      [320, -120, 1],
      [288, -116, 1],
      [274, -88, 1],
      [284, -20],
    ),
    strap(
      [6, -220],
      [-4, -268, 1],
      [14, -300, 1],
      [70, -306, 1],
      [128, -290, 0.8],
      [126, -268, 0.8],
      [70, -284, 1],
      [26, -276, 1],
      [20, -250, 1],
      [30, -214],
    ),
    {
      outline: `${box(98, -300, 26, 30, 5)}${box(104, -294, 14, 18, 2)}`,
      fabric: { colour: '#c6a552', gloss: 0.8, wrinkle: 0 },
      lift: 0.6,
      puff: 0.2,
      round: 4,
    },
  ];
}

function pump(fabric: Fabric, insole: Fabric, stem: Part, sole: Part): Part[] {
  const inside: Part = {
    outline: closed(
      [6, -282, 0.6],
      [40, -304, 1],
      [100, -290, 1],
      [190, -204, 1],
      [270, -128, 1],
      [316, -112, 1],
      [276, -96, 0.8],
      [200, -150, 1],
      [110, -236, 1],
      [44, -276, 1],
    ),
    fabric: insole,
    lift: 0.05,
    puff: 0.14,
    round: 10,
  };
  const upper: Part = {
    outline: closed(
      [6, -286, 0.5],
      [2, -240, 1],
      [14, -206, 1],
      [80, -184, 1],
      [150, -128, 1],
      [214, -58, 1],
      [268, -16, 1],
      [332, -2, 1],
      [412, 0, 0.8],
      [440, -16, 0.7],
      [410, -64, 1],
      [350, -100, 1],
      [284, -104, 0.7],
      [204, -154, 1],
      [112, -238, 1],
      [44, -280, 1],
    ),
    fabric,
    lift: 0.24,
    puff: 0.5,
    round: 20,
    folds: [{ d: lens(30, -250, 200, -120, 9, -6), depth: 0.16 }],
    details: stroke(
      open([6, -282], [44, -276, 1], [110, -232, 1], [202, -148, 1], [280, -98, 1], [320, -106]),
      lighter(fabric.colour, 0.3),
      1.6,
      0.5,
    ),
  };
  return [inside, stem, sole, upper];
}

const bow = (fabric: Fabric): Part[] =>
  [
    closed([326, -104], [290, -136, 0.8], [284, -92, 0.8]),
    closed([326, -104], [366, -126, 0.8], [366, -82, 0.8]),
    ellipse(326, -104, 10, 10),
  ].map((outline) => ({ outline, fabric, lift: 0.5, puff: 0.34, round: 7 }));
