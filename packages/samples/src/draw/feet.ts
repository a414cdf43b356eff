import type { Body } from './body.js';
import { type Colour, darker, lighter } from './colour.js';
import { type Fabric, stroke } from './fabric.js';
import { closed, flip, type Knot, lens } from './outline.js';
import type { Part } from './part.js';

export type Footwear = 'sneaker' | 'boot' | 'pump';

const place = (knots: readonly Knot[], side: number): string => closed(...(side === 1 ? knots : flip(knots)));

/** Shoes on a standing figure's feet, from the front. */
export const feet = (body: Body, fabric: Fabric, style: Footwear, skin: Colour): Part[] =>
  [1, -1].flatMap((side) => (style === 'pump' ? pump(body, fabric, skin, side) : [shoe(body, fabric, style, side)]));

function shoe(body: Body, fabric: Fabric, style: 'sneaker' | 'boot', side: number): Part {
  const { ankle, floor } = body;
  const { x, half } = ankle;
  const top = style === 'boot' ? ankle.y - 40 : ankle.y + 14;
  const end = floor + 6;
  const outline: Knot[] = [
    [x - half - 3, top, 0.3],
    [x + half + 3, top, 0.3],
    [x + half + 5, ankle.y + 28, 1],
    [x + 29, floor - 18, 1],
    [x + 26, end - 4, 1],
    [x + 6, end, 1],
    [x - 13, end - 5, 1],
    [x - 17, floor - 18, 1],
    [x - half - 3, ankle.y + 28, 1],
  ];
  const vamp = closed(
    [x - 9, top + 6, 0.6],
    [x, top - 2, 1],
    [x + 10, top + 6, 0.6],
    [x + 11, floor - 30, 1],
    [x + 3, floor - 26, 1],
    [x - 6, floor - 30, 1],
  );
  const sole = style === 'sneaker' ? '#efece4' : darker(fabric.colour, 0.6);
  const cord = style === 'sneaker' ? '#f7f5ef' : darker(fabric.colour, 0.7);
  const step = (floor - 46 - top) / 4;
  const laces = [0, 1, 2, 3].map((i) => stroke(`M${x - 8},${top + 12 + i * step}l19,3`, cord, 2.6)).join('');
  const tongue = `<path d="${vamp}" fill="${lighter(fabric.colour, 0.1)}"/>`;
  return {
    outline: place(outline, side),
    fabric,
    lift: 0.3,
    puff: 0.4,
    round: 8,
    details: `<g transform="scale(${side} 1)">${tongue}${laces}${stroke(`M${x - 30},${end - 2}H${x + 40}`, sole, 6)}</g>`,
    folds: [{ d: lens(side * (x - 17), floor - 26, side * (x + 23), floor - 26, 3, 5), depth: -0.25 }],
  };
}

/** A pump leaves the instep bare. */
function pump(body: Body, fabric: Fabric, skin: Colour, side: number): Part[] {
  const { ankle, floor } = body;
  const { x, half } = ankle;
  const foot: Knot[] = [
    [x - half, ankle.y],
    [x + half, ankle.y],
    [x + half - 1, ankle.y + 22, 1],
    [x + 16, floor - 20, 1],
    [x + 8, floor + 2, 1],
    [x - 4, floor + 2, 1],
    [x - 11, floor - 20, 1],
    [x - half + 1, ankle.y + 22, 1],
  ];
  const upper: Knot[] = [
    [x - 12, floor - 36, 0.4],
    [x - 6, floor - 16, 1],
    [x + 3, floor - 10, 1],
    [x + 12, floor - 16, 1],
    [x + 18, floor - 36, 0.4],
    [x + 20, floor - 12, 1],
    [x + 11, floor + 11, 1],
    [x + 3, floor + 15, 1],
    [x - 5, floor + 10, 1],
    [x - 14, floor - 12, 1],
  ];
  return [
    {
      outline: place(foot, side),
      fabric: { colour: skin, gloss: 0.08, thickness: 1, wrinkle: 0 },
      lift: 0.2,
      puff: 0.4,
      round: 9,
    },
    { outline: place(upper, side), fabric, lift: 0.34, puff: 0.4, round: 7 },
  ];
}
