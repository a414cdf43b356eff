import { type Colour, darker, lighter } from './colour.js';
import { type Fabric, shape, stroke } from './fabric.js';
import { box, closed, ellipse, type Knot, lens, mirrored } from './outline.js';
import type { Part } from './part.js';
import type { Random } from './random.js';

/** Bags hang or stand around x = 0; y = 0 is their top edge, the bottom about 300. */
export const metal = (colour: Colour = '#c9a857'): Fabric => ({ colour, gloss: 0.9, wrinkle: 0 });

/** A handle: half an ellipse, `width` thick. */
export function handle(half: number, rise: number, width: number, fabric: Fabric, y = 14): Part {
  const outer: Knot[] = [
    [-half, y],
    [-half * 0.92, -rise * 0.62, 1],
    [0, -rise, 1],
    [half * 0.92, -rise * 0.62, 1],
    [half, y],
  ];
  const inner: Knot[] = [
    [half - width, y],
    [(half - width) * 0.9, -rise * 0.58, 1],
    [0, -rise + width, 1],
    [-(half - width) * 0.9, -rise * 0.58, 1],
    [-half + width, y],
  ];
  return { outline: closed(...outer, ...inner), fabric, lift: 0.5, puff: 0.4, round: 5 };
}

const stitchEdge = (outline: string, fabric: Fabric, inset = 12): string =>
  stroke(outline, darker(fabric.colour, 0.45), inset, 0.28) +
  stroke(outline, lighter(fabric.colour, 0.2), inset - 3, 0.3, '5 3');

export function tote(fabric: Fabric, handles: Fabric, random: Random, graphic = ''): Part[] {
  const outline = mirrored([0, 6, 1], [132, 0], [150, 150, 0.8], [148, 286, 0.5], [120, 300, 0.6], [0, 304, 1]);
  const folds = Array.from({ length: 7 }, (_, i) => {
    const x = random.between(-110, 110);
    return {
      d: lens(
        x * 0.9,
        random.between(4, 60),
        x * 1.05 + random.between(-20, 20),
        random.between(180, 300),
        random.between(7, 16),
        random.between(-12, 12),
      ),
      depth: i % 2 === 0 ? -0.26 : 0.24,
    };
  });
  return [
    handle(64, 130, 15, { ...handles, colour: darker(handles.colour, 0.3) }),
    {
      outline: mirrored([0, -12, 1], [122, -7], [132, 4], [0, 16, 1]),
      fabric: { colour: darker(fabric.colour, 0.5), gloss: 0, wrinkle: 0.2 },
      lift: 0.05,
      puff: 0.05,
      round: 6,
    },
    {
      outline,
      fabric,
      lift: 0.2,
      puff: 0.4,
      round: 24,
      folds,
      foldBlur: 8,
      details: stroke('M-160,16Q0,22 160,16', darker(fabric.colour, 0.4), 1.6, 0.5, '4 2') + graphic,
    },
    handle(72, 150, 16, handles, 46),
  ];
}

export interface HandbagCut {
  readonly style: 'flap' | 'frame' | 'satchel' | 'bucket';
  readonly strap: 'handle' | 'chain' | 'long';
}

export function handbag(fabric: Fabric, cut: HandbagCut): Part[] {
  const body = {
    flap: mirrored([0, 4, 1], [128, 4, 0.3], [146, 40, 0.6], [152, 190, 0.6], [130, 216, 0.8], [0, 220, 1]),
    frame: mirrored([0, 0, 1], [96, 2, 0.4], [136, 90, 1], [154, 186, 1], [118, 228, 1], [0, 234, 1]),
    satchel: mirrored([0, 2, 1], [118, 2, 0.2], [150, 206, 0.4], [140, 224, 0.6], [0, 228, 1]),
    bucket: mirrored([0, 8, 1], [106, 0, 0.3], [100, 120, 0.8], [122, 238, 0.8], [96, 258, 0.8], [0, 264, 1]),
  }[cut.style];
  const gold = metal();
  const parts: Part[] = [];
  if (cut.strap === 'long') parts.push(handle(150, 300, 9, { ...fabric, wrinkle: 0 }, 30));
  else if (cut.strap === 'chain')
    parts.push({
      ...handle(134, 190, 9, gold, 24),
      details: Array.from({ length: 26 }, (_, i) => stroke(`M${-150 + i * 12},-200l8,260`, '#5d4a1c', 3, 0.7)).join(''),
    });
  else parts.push(handle(74, 112, 15, { ...fabric, wrinkle: 0 }, 12));
  parts.push({
    outline: body,
    fabric,
    lift: 0.2,
    puff: 0.46,
    round: 26,
    foldBlur: 8,
    folds:
      cut.style === 'bucket' || cut.style === 'frame'
        ? [-1, 1].flatMap((s) =>
            [20, 50, 80].map((x, i) => ({
              d: lens(s * x * 0.7, 6, s * x * 1.3, 150, 9, s * 6),
              depth: i % 2 === 0 ? -0.34 : 0.3,
            })),
          )
        : [],
    details: stitchEdge(body, fabric),
  });
  if (cut.style === 'flap') {
    const flap = mirrored([0, -2, 1], [130, 0, 0.3], [140, 30, 0.6], [128, 92, 0.6], [70, 122, 1], [0, 132, 1]);
    parts.push({ outline: flap, fabric, lift: 0.54, puff: 0.28, round: 14, details: stitchEdge(flap, fabric) });
    parts.push({
      outline: box(-19, 108, 38, 30, 6),
      fabric: gold,
      lift: 0.66,
      puff: 0.24,
      round: 5,
      trim: shape(box(-8, 118, 16, 10, 3), darker(gold.colour, 0.4)),
    });
  }
  if (cut.style === 'frame') {
    parts.push({
      outline: mirrored([0, -8, 1], [98, -6, 0.4], [102, 14, 0.4], [0, 14, 1]),
      fabric: gold,
      lift: 0.56,
      puff: 0.3,
      round: 5,
      trim: shape(ellipse(-6, -12, 9, 9), gold.colour) + shape(ellipse(8, -12, 9, 9), darker(gold.colour, 0.2)),
    });
  }
  if (cut.style === 'satchel') {
    parts.push({
      outline: mirrored([0, 40], [128, 38], [131, 52], [0, 56]),
      fabric: { ...fabric, colour: darker(fabric.colour, 0.15) },
      lift: 0.54,
      puff: 0.2,
      round: 4,
    });
    for (const s of [-1, 1])
      parts.push({
        outline: box(s * 70 - 11, 0, 22, 120, 4),
        fabric: { ...fabric, colour: darker(fabric.colour, 0.12) },
        lift: 0.6,
        puff: 0.2,
        round: 5,
        trim:
          shape(box(s * 70 - 14, 74, 28, 22, 4), gold.colour) +
          shape(box(s * 70 - 8, 80, 16, 10, 2), darker(fabric.colour, 0.3)),
      });
  }
  if (cut.style === 'bucket')
    parts.push({
      outline: mirrored([0, 34, 1], [103, 26], [102, 36], [0, 44, 1]),
      fabric: { ...fabric, colour: darker(fabric.colour, 0.3) },
      lift: 0.56,
      puff: 0.3,
      round: 4,
      trim: stroke('M-10,40C-26,80 -16,96 -22,126M10,40C24,76 14,100 22,120', darker(fabric.colour, 0.35), 5),
    });
  if (cut.strap === 'handle')
    for (const s of [-1, 1])
      parts.push({
        outline: `${ellipse(s * 67, 12, 12, 12)}${ellipse(s * 67, 12, 7, 7)}`,
        fabric: gold,
        lift: 0.7,
        puff: 0.2,
        round: 3,
      });
  return parts;
}

export function backpack(fabric: Fabric, accent: Fabric): Part[] {
  const body = mirrored(
    [0, -6, 1],
    [70, 2, 1],
    [112, 60, 1],
    [124, 170, 1],
    [126, 276, 0.7],
    [100, 304, 0.8],
    [0, 310, 1],
  );
  const pocket = mirrored([0, 158, 1], [74, 162, 0.6], [94, 196, 0.6], [94, 270, 0.6], [78, 288, 0.8], [0, 292, 1]);
  const teeth = (d: string): string =>
    stroke(d, darker(fabric.colour, 0.55), 7, 0.9) + stroke(d, '#b9b4a8', 2.4, 1, '2 1.6');
  const strap = (s: number): Part => ({
    outline: closed(
      [s * 84, 20, 0.6],
      [s * 122, 40, 1],
      [s * 146, 130, 1],
      [s * 138, 250, 1],
      [s * 124, 262, 0.6],
      [s * 126, 140, 1],
      [s * 104, 60, 1],
    ),
    fabric: accent,
    lift: 0.06,
    puff: 0.3,
    round: 8,
  });
  const side = (s: number): Part => ({
    outline: closed([s * 104, 190, 0.5], [s * 138, 196, 0.7], [s * 140, 280, 0.7], [s * 104, 292, 0.5]),
    fabric: { ...fabric, colour: darker(fabric.colour, 0.2) },
    lift: 0.1,
    puff: 0.3,
    round: 10,
  });
  return [
    handle(26, 40, 11, accent, 8),
    strap(-1),
    strap(1),
    side(-1),
    side(1),
    {
      outline: body,
      fabric,
      lift: 0.22,
      puff: 0.5,
      round: 30,
      foldBlur: 8,
      folds: [
        { d: lens(-100, 120, 100, 116, 8, -8), depth: -0.3 },
        { d: lens(-60, 20, -70, 110, 9, 6), depth: 0.25 },
      ],
      details: teeth('M-104,96C-96,30 -50,10 0,10C50,10 96,30 104,96'),
    },
    {
      outline: mirrored([0, 108], [50, 106, 0.4], [52, 134, 0.4], [0, 137]),
      fabric: accent,
      lift: 0.56,
      puff: 0.14,
      round: 4,
    },
    {
      outline: pocket,
      fabric: { ...fabric, colour: lighter(fabric.colour, 0.04) },
      lift: 0.5,
      puff: 0.44,
      round: 16,
      details: teeth('M-80,186Q0,176 80,186'),
    },
    { outline: box(-22, 220, 44, 30, 4), fabric: accent, lift: 0.7, puff: 0.12, round: 3 },
  ];
}

export function clutch(fabric: Fabric): Part[] {
  const body = box(-150, 20, 300, 160, 16);
  const flap = mirrored([0, 16, 1], [148, 18, 0.2], [150, 40, 0.3], [0, 126, 0.3]);
  return [
    { outline: body, fabric, lift: 0.2, puff: 0.4, round: 16, details: stitchEdge(body, fabric) },
    { outline: flap, fabric, lift: 0.5, puff: 0.26, round: 10, details: stitchEdge(flap, fabric) },
    { outline: ellipse(0, 116, 12, 12), fabric: metal(), lift: 0.66, puff: 0.3, round: 5 },
  ];
}
