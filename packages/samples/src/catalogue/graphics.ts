import { type Colour, darker, lighter, mix } from '../draw/colour.js';
import { disc, rect, shape, stroke } from '../draw/fabric.js';
import { closed, open } from '../draw/outline.js';

/** Prints on the chest, without words: around x = 0, y = 290, about 90 wide. */
export const graphics = {
  sunset: (colour: Colour): string =>
    `<clipPath id="sunset"><circle cx="0" cy="282" r="44"/></clipPath><g clip-path="url(#sunset)">${rect(-50, 230, 100, 110, mix(colour, '#f4d58a', 0.75))}` +
    [0, 1, 2, 3, 4].map((i) => rect(-50, 264 + i * 13, 100, 9 - i, mix(colour, '#c23b3b', i * 0.2))).join('') +
    `</g>${shape(closed([-62, 342], [-30, 300], [-8, 326], [16, 292], [62, 342]), darker(colour, 0.55))}`,
  mountain: (colour: Colour): string =>
    disc(22, 258, 13, '#e0a23e') +
    shape(closed([-58, 330], [-14, 252], [8, 288], [22, 272], [60, 330]), colour) +
    shape(closed([-27, 275], [-14, 252], [-2, 272], [-9, 280], [-15, 272], [-20, 281]), '#f7f5ef') +
    stroke(open([-66, 338], [66, 338]), darker(colour, 0.4), 3),
  wave: (colour: Colour): string =>
    [0, 1, 2, 3]
      .map((i) =>
        stroke(
          open(
            [-56, 262 + i * 20],
            [-28, 250 + i * 20, 1],
            [0, 262 + i * 20, 1],
            [28, 274 + i * 20, 1],
            [56, 262 + i * 20],
          ),
          i % 2 === 0 ? colour : lighter(colour, 0.4),
          9,
        ),
      )
      .join(''),
} as const;
