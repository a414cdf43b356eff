import { metal } from './bag.js';
import { type Colour, darker, lighter } from './colour.js';
import { type Fabric, shape, stroke } from './fabric.js';
import { box, closed, ellipse, open } from './outline.js';
import type { Part } from './part.js';

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
