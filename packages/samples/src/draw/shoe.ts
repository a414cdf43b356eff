import { type Colour, darker, lighter, mix } from './colour.js';
import { disc, type Fabric, shape, stroke } from './fabric.js';
import { box, closed, ellipse, type Knot, lens, open } from './outline.js';
import type { Part } from './part.js';

/** All shoes are seen from their side: heel at x = 0, toe at about 410, ground at y = 0. */
const rubber = (colour: Colour): Fabric => ({ colour, gloss: 0.2, wrinkle: 0 });

const welt = (colour: Colour, toe: number, heel: number): Part[] => [
  {
    outline: closed(
      [2, -30, 0.3],
      [140, -22, 1],
      [300, -22, 1],
      [toe, -32, 0.5],
      [toe + 4, -14, 1],
      [toe - 24, -2, 1],
      [250, 0, 1],
      [160, -8, 1],
      [96, -8, 0.5],
      [2, -8],
    ),
    fabric: rubber(colour),
    lift: 0.42,
    puff: 0.26,
    round: 6,
  },
  {
    outline: closed([2, -30], [98, -24], [96, 0], [4, 0]),
    fabric: rubber(darker(colour, 0.25)),
    lift: 0.46,
    puff: 0.2,
    round: 5,
    details: stroke(`M0,${-heel}H110`, '#000000', 1.5, 0.5),
  },
];

export interface BootCut {
  /** Height of the shaft. */
  readonly shaft: number;
  readonly style: 'chelsea' | 'laced' | 'plain';
  readonly sole: Colour;
}

export function boot(fabric: Fabric, cut: BootCut): Part[] {
  const top = -cut.shaft;
  const inside: Part = {
    outline: ellipse(80, top + 4, 60, 12),
    fabric: { colour: darker(fabric.colour, 0.6), gloss: 0, wrinkle: 0 },
    lift: 0.05,
    puff: 0.05,
    round: 6,
  };
  const upper: Part = {
    outline: closed(
      [6, -24],
      [0, -96, 1],
      [14, -180, 1],
      [18, top, 0.4],
      [78, top + 12, 1],
      [142, top, 0.4],
      [146, -200, 1],
      [168, -150, 1],
      [230, -112, 1],
      [310, -94, 1],
      [376, -78, 1],
      [404, -46, 1],
      [404, -22],
    ),
    fabric,
    lift: 0.2,
    puff: 0.46,
    round: 22,
    folds: [
      ...[0, 1, 2].map((i) => ({
        d: lens(146 - i * 4, -196 + i * 24, 62, -176 + i * 30, 6, 8),
        depth: i % 2 === 0 ? -0.36 : 0.34,
      })),
      ...[0, 1, 2].map((i) => ({
        d: lens(256 + i * 22, -104 + i * 5, 240 + i * 26, -54, 4, -5),
        depth: i % 2 === 0 ? -0.3 : 0.28,
      })),
      { d: lens(20, -170, 62, -110, 6, 6), depth: -0.3 },
    ],
    details:
      stroke(open([8, -110], [70, -104, 1], [96, -24]), darker(fabric.colour, 0.4), 1.6, 0.6, '4 2') +
      stroke(open([310, -96], [300, -60, 1], [318, -24]), darker(fabric.colour, 0.35), 1.6, 0.5, '4 2'),
  };
  const gusset: Part = {
    outline: closed([62, top + 14], [106, top + 8], [100, -130, 0.8], [82, -112, 1], [66, -130, 0.8]),
    fabric: { colour: darker(fabric.colour, 0.45), gloss: 0, wrinkle: 0.3 },
    lift: 0.4,
    puff: 0.1,
    round: 4,
    details: Array.from({ length: 12 }, (_, i) => stroke(`M${62 + i * 4},${top}V-110`, '#000000', 1.2, 0.4)).join(''),
  };
  const tab: Part = {
    outline: closed([10, top + 10], [14, top - 22, 0.6], [30, top - 22, 0.6], [32, top + 20]),
    fabric,
    lift: 0.4,
    puff: 0.2,
    round: 4,
  };
  const rows = Math.round((cut.shaft - 110) / 22);
  const laces = Array.from({ length: rows }, (_, i) => {
    const t = i / Math.max(1, rows - 1);
    const [x, y] = [140 + t ** 2 * 96, top + 22 + t * (cut.shaft - 150)];
    return (
      stroke(open([x - 34, y + 10], [x - 10, y - 2, 1], [x + 8, y + 6]), '#16130f', 5.5) +
      disc(x - 36, y + 11, 3.2, '#b99b5c') +
      disc(x + 9, y + 6, 2.6, '#b99b5c')
    );
  }).join('');
  const tongue: Part = {
    outline: closed(
      [96, top - 12, 0.5],
      [148, top - 10, 0.5],
      [160, -160, 1],
      [252, -108, 1],
      [226, -92, 1],
      [136, -150, 1],
      [104, -190, 1],
    ),
    fabric: { ...fabric, colour: darker(fabric.colour, 0.15) },
    lift: 0.44,
    puff: 0.14,
    round: 6,
    trim: laces,
  };
  const extra = cut.style === 'chelsea' ? [gusset, tab] : cut.style === 'laced' ? [tongue] : [];
  return [inside, upper, ...extra, ...welt(cut.sole, 406, 15)];
}

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

export interface LoaferCut {
  readonly style: 'penny' | 'tassel' | 'oxford';
  readonly sole: Colour;
}

export function loafer(fabric: Fabric, cut: LoaferCut): Part[] {
  const stitch = darker(fabric.colour, 0.5);
  const inside: Part = {
    outline: closed(
      [8, -136, 0.6],
      [40, -172, 1],
      [120, -176, 1],
      [196, -150, 1],
      [208, -126, 0.8],
      [130, -100, 1],
      [60, -112, 1],
    ),
    fabric: { colour: mix(darker(fabric.colour, 0.55), '#a8835c', 0.35), gloss: 0, wrinkle: 0 },
    lift: 0.02,
    puff: 0.1,
    round: 12,
  };
  const upper: Part = {
    outline: closed(
      [6, -20],
      [0, -78, 1],
      [8, -138, 0.6],
      [62, -112, 1],
      [130, -98, 1],
      [170, -126, 1],
      [204, -140, 0.6],
      [270, -118, 1],
      [346, -104, 1],
      [402, -78, 1],
      [418, -40, 1],
      [412, -16],
    ),
    fabric,
    lift: 0.2,
    puff: 0.54,
    round: 24,
    folds: [
      ...[0, 1, 2].map((i) => ({
        d: lens(262 + i * 15, -110 + i * 3, 250 + i * 18, -50, 3.5, -4),
        depth: i % 2 === 0 ? -0.24 : 0.22,
      })),
      { d: lens(30, -100, 190, -60, 8, -6), depth: 0.14 },
    ],
    details:
      stroke(open([60, -112], [70, -70, 1], [82, -18]), stitch, 1.5, 0.6, '4 2') +
      (cut.style === 'oxford'
        ? brogue(stitch)
        : stroke(open([206, -90, 1], [276, -94, 1], [350, -86, 1], [388, -60, 1]), stitch, 3, 0.7)),
  };
  const strap: Part = {
    outline: closed([190, -138], [244, -128], [236, -22], [172, -20], [172, -90, 0.8]),
    fabric,
    lift: 0.46,
    puff: 0.26,
    round: 8,
    details: shape(lens(190, -80, 226, -74, 7), '#120d0a', 0.8),
  };
  const tassels: Part[] = [0, 1].map((i) => ({
    outline: closed(
      [232 + i * 24, -118 + i * 6],
      [248 + i * 24, -114 + i * 6],
      [260 + i * 26, -70 + i * 4],
      [232 + i * 26, -70 + i * 4],
    ),
    fabric,
    lift: 0.5,
    puff: 0.3,
    round: 4,
    details: Array.from({ length: 6 }, (_, k) => stroke(`M${236 + i * 25 + k * 4},-104V-66`, stitch, 1, 0.8)).join(''),
  }));
  const laces = [0, 1, 2, 3]
    .map((i) =>
      stroke(
        open([152 + i * 22, -112 + i * 3], [172 + i * 22, -130 + i * 4, 1], [196 + i * 22, -126 + i * 5]),
        '#15100c',
        5.4,
      ),
    )
    .join('');
  const stay: Part = {
    outline: closed([136, -106], [196, -142], [264, -118], [240, -78, 0.8], [172, -84, 0.8]),
    fabric,
    lift: 0.46,
    puff: 0.2,
    round: 6,
    trim: laces,
  };
  const extra: Part[] = { penny: [strap], tassel: tassels, oxford: [stay] }[cut.style];
  return [inside, upper, ...extra, ...welt(cut.sole, 416, 12)];
}

/** Seams and holes of a decorated toe. */
const brogue = (stitch: Colour): string =>
  stroke(open([150, -110], [196, -78, 1], [232, -22]), stitch, 1.8, 0.7) +
  stroke(open([326, -106], [314, -66, 1], [334, -18]), stitch, 1.8, 0.7, '2 3') +
  [0, 1, 2, 3, 4].map((i) => disc(312 + i * 3, -88 + i * 13, 1.6, stitch)).join('');
