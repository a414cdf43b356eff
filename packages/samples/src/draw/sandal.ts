import { darker, lighter } from './colour.js';
import { type Fabric, stroke } from './fabric.js';
import { box, closed, ellipse, type Knot, lens, open } from './outline.js';
import type { Part } from './part.js';

/** The upper face of a footbed seen from above and the side: heel at x = 0, toe at 410. */
const face: readonly Knot[] = [
  [0, -58, 1],
  [34, -92, 1],
  [130, -92, 1],
  [230, -104, 1],
  [330, -116, 1],
  [398, -92, 1],
  [412, -54, 1],
  [378, -22, 1],
  [280, -12, 1],
  [180, -24, 1],
  [84, -20, 1],
  [16, -30, 1],
];

const lowered = (by: number): string => closed(...face.map(([x, y, s]): Knot => [x, y + (y > -60 ? by : 0), s ?? 0]));

/** A band over the foot from its far to its near edge. */
function band(x: number, width: number, height: number, fabric: Fabric): Part {
  const outline = closed(
    [x - 4, -8],
    [x - 10, -height * 0.55, 1],
    [x + 10, -height, 1],
    [x + 36, -height - 14, 0.8],
    [x + width + 22, -height - 12, 0.8],
    [x + width + 2, -height + 8, 1],
    [x + width - 6, -height * 0.5, 1],
    [x + width + 4, -6],
  );
  return {
    outline,
    fabric,
    lift: 0.4,
    puff: 0.4,
    round: 14,
    folds: [{ d: lens(x + 12, -height + 10, x + width - 4, -height + 12, 5), depth: 0.2 }],
    details:
      stroke(outline, darker(fabric.colour, 0.35), 5, 0.35) +
      stroke(
        open([x + 4, -10], [x - 1, -height * 0.55, 1], [x + 18, -height + 4, 1]),
        lighter(fabric.colour, 0.3),
        1.4,
        0.6,
        '4 2',
      ),
  };
}

const buckle = (x: number, y: number): Part => ({
  outline: `${box(x, y, 26, 32, 5)}${box(x + 6, y + 6, 14, 20, 2)}`,
  fabric: { colour: '#cbb37c', gloss: 0.8, wrinkle: 0 },
  lift: 0.6,
  puff: 0.2,
  round: 3,
});

/** A footbed with two broad straps, with a toe thong, or held at the ankle. */
export function sandal(fabric: Fabric, style: 'slide' | 'thong' | 'ankle'): Part[] {
  const cork: Fabric = { colour: style === 'thong' ? darker(fabric.colour, 0.3) : '#b98d5d', gloss: 0, wrinkle: 0.3 };
  const sole: Part = {
    outline: lowered(24),
    fabric: { colour: '#332c27', gloss: 0.2, wrinkle: 0 },
    lift: 0.2,
    puff: 0.3,
    round: 8,
  };
  const side: Part = {
    outline: lowered(14),
    fabric: { colour: darker(cork.colour, 0.15), gloss: 0, wrinkle: 0.3 },
    lift: 0.3,
    puff: 0.3,
    round: 6,
  };
  const bed: Part = {
    outline: closed(...face),
    fabric: cork,
    lift: 0.42,
    puff: -0.12,
    round: 16,
    details:
      stroke(closed(...face), lighter(cork.colour, 0.25), 8, 0.4) +
      `<path d="${ellipse(64, -56, 34, 20)}" fill="${darker(cork.colour, 0.3)}" fill-opacity="0.3"/>`,
  };
  if (style === 'thong') {
    const strap = (outline: string): Part => ({
      outline,
      fabric: { ...fabric, gloss: 0.3 },
      lift: 0.5,
      puff: 0.4,
      round: 8,
    });
    return [
      sole,
      side,
      bed,
      strap(
        closed(
          [178, -96],
          [206, -126, 1],
          [280, -116, 1],
          [334, -82, 0.6],
          [330, -62, 0.6],
          [270, -92, 1],
          [214, -102, 1],
          [202, -92],
        ),
      ),
      strap(
        closed(
          [136, -14],
          [158, -60, 1],
          [236, -88, 1],
          [334, -82, 0.6],
          [336, -62, 0.6],
          [246, -60, 1],
          [186, -40, 1],
          [170, -12],
        ),
      ),
    ];
  }
  if (style === 'ankle') {
    const loop: Part = {
      outline: closed(
        [8, -60],
        [-6, -130, 1],
        [10, -182, 1],
        [84, -196, 1],
        [146, -180, 1],
        [150, -158, 1],
        [84, -172, 1],
        [24, -160, 1],
        [16, -124, 1],
        [32, -56],
      ),
      fabric,
      lift: 0.44,
      puff: 0.3,
      round: 7,
    };
    const back: Part = {
      outline: closed([6, -170, 0.8], [70, -216, 1], [140, -200, 1], [150, -176, 1], [80, -190, 1], [20, -160, 0.8]),
      fabric: { ...fabric, colour: darker(fabric.colour, 0.4) },
      lift: 0.1,
      puff: 0.2,
      round: 6,
    };
    return [back, sole, side, bed, band(284, 56, 112, fabric), band(206, 24, 118, fabric), loop, buckle(112, -192)];
  }
  return [sole, side, bed, band(128, 84, 122, fabric), buckle(150, -88), band(258, 80, 124, fabric), buckle(280, -86)];
}
