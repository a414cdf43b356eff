import { type Colour, darker } from './colour.js';
import { type Fabric, stroke } from './fabric.js';
import { closed } from './outline.js';
import type { Part } from './part.js';

/** Shoes are seen from their side: heel at x = 0, toe at about 410, ground at y = 0. */
export const rubber = (colour: Colour): Fabric => ({ colour, gloss: 0.2, wrinkle: 0 });

/** A thin sole with a heel under it. */
export const welt = (colour: Colour, toe: number, heel: number): Part[] => [
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
