import type { Pixels } from '@openfashion/contract';
import { dots, glyph } from './glyphs.js';

export type Colour = readonly [red: number, green: number, blue: number];

/** An RGB picture to draw on: rows from the top, three bytes a pixel. */
export interface Canvas {
  readonly data: Uint8Array;
  readonly width: Pixels;
  readonly height: Pixels;
}

/** Fill a rectangle; what lies outside the picture is left out. */
export function fill(canvas: Canvas, x: Pixels, y: Pixels, width: Pixels, height: Pixels, colour: Colour): void {
  const left = Math.max(0, Math.round(x));
  const right = Math.min(canvas.width, Math.round(x + width));
  const top = Math.max(0, Math.round(y));
  const bottom = Math.min(canvas.height, Math.round(y + height));
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) canvas.data.set(colour, 3 * (row * canvas.width + column));
  }
}

/** Draw the outline of a rectangle, inside of it. */
export function outline(
  canvas: Canvas,
  x: Pixels,
  y: Pixels,
  width: Pixels,
  height: Pixels,
  stroke: Pixels,
  colour: Colour,
): void {
  fill(canvas, x, y, width, stroke, colour);
  fill(canvas, x, y + height - stroke, width, stroke, colour);
  fill(canvas, x, y, stroke, height, colour);
  fill(canvas, x + width - stroke, y, stroke, height, colour);
}

/** Write text from its top left corner on; a dot of a letter is `dot` pixels wide. */
export function write(canvas: Canvas, text: string, x: Pixels, y: Pixels, dot: Pixels, colour: Colour): void {
  for (const [index, letter] of [...text].entries()) {
    const left = x + index * glyph.advance * dot;
    for (const [column, row] of dots(letter)) fill(canvas, left + column * dot, y + row * dot, dot, dot, colour);
  }
}
