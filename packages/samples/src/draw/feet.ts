import type { Body } from './body.js';
import { darker, lighter } from './colour.js';
import { type Fabric, stroke } from './fabric.js';
import { closed, flip, type Knot, lens } from './outline.js';
import type { Part } from './part.js';

export type Footwear = 'sneaker' | 'boot' | 'pump';

/** Shoes on a standing figure's feet, from the front. */
export function feet(body: Body, fabric: Fabric, style: Footwear): Part[] {
  const { ankle, floor } = body;
  const { x, half } = ankle;
  const top = style === 'boot' ? ankle.y - 40 : ankle.y + 14;
  const toe = style === 'pump' ? 9 : 17;
  const end = floor + (style === 'pump' ? 14 : 6);
  const shoe: Knot[] = [
    [x - half - 3, top, 0.3],
    [x + half + 3, top, 0.3],
    [x + half + 5, ankle.y + 28, 1],
    [x + 12 + toe, floor - 18, 1],
    [x + 9 + toe, end - 4, 1],
    [x + 6, end, 1],
    [x + 4 - toe, end - 5, 1],
    [x - toe, floor - 18, 1],
    [x - half - 3, ankle.y + 28, 1],
  ];
  const vamp: Knot[] = [
    [x - 9, top + 6, 0.6],
    [x, top - 2, 1],
    [x + 10, top + 6, 0.6],
    [x + 11, floor - 30, 1],
    [x + 3, floor - 26, 1],
    [x - 6, floor - 30, 1],
  ];
  const sole = style === 'sneaker' ? '#efece4' : darker(fabric.colour, 0.6);
  const laces =
    style === 'pump'
      ? ''
      : [0, 1, 2, 3]
          .map((i) =>
            stroke(
              `M${x - 8},${top + 12 + i * ((floor - 46 - top) / 4)}l19,3`,
              style === 'sneaker' ? '#f7f5ef' : darker(fabric.colour, 0.7),
              2.6,
            ),
          )
          .join('');
  return [1, -1].map((side): Part => {
    const place = (knots: readonly Knot[]): string => closed(...(side === 1 ? knots : flip(knots)));
    const inner = style === 'pump' ? '' : `<path d="${closed(...vamp)}" fill="${lighter(fabric.colour, 0.1)}"/>`;
    return {
      outline: place(shoe),
      fabric,
      lift: 0.3,
      puff: 0.4,
      round: 8,
      details: `<g transform="scale(${side} 1)">${inner}${laces}${stroke(`M${x - 30},${end - 2}H${x + 40}`, sole, 6)}</g>`,
      folds: [{ d: lens(side * (x - toe), floor - 26, side * (x + toe + 6), floor - 26, 3, 5), depth: -0.25 }],
    };
  });
}
