import type { Colour } from './colour.js';
import { disc, rect, shape, stroke, type Tile, tile } from './fabric.js';
import { ellipse } from './outline.js';
import type { Random } from './random.js';

/** Bands across (or along, with a tilt of 90), `share` of them in the second colour. */
export const stripes = (colour: Colour, size: number, share: number, tilt = 0): Tile =>
  tile(size, size, rect(0, 0, size, size * share, colour), tilt);

/** A wide band with a thin one beside it. */
export const doubleStripes = (first: Colour, second: Colour, size: number, tilt = 0): Tile =>
  tile(size, size, rect(0, 0, size, size * 0.34, first) + rect(0, size * 0.46, size, size * 0.07, second), tilt);

/** Gingham: two crossing half-transparent bands. */
export const gingham = (colour: Colour, size: number): Tile =>
  tile(size, size, rect(0, 0, size, size / 2, colour, 0.55) + rect(0, 0, size / 2, size, colour, 0.55));

/** Tartan of three colours on the fabric's own. */
export function tartan(wide: Colour, line: Colour, accent: Colour, size: number): Tile {
  const across = (x: number, share: number, colour: Colour, opacity: number): string =>
    rect(x * size, 0, share * size, size, colour, opacity) + rect(0, x * size, size, share * size, colour, opacity);
  return tile(
    size,
    size,
    across(0.08, 0.36, wide, 0.6) +
      across(0.22, 0.05, line, 0.75) +
      across(0.66, 0.06, line, 0.7) +
      across(0.8, 0.03, accent, 0.9),
  );
}

/** Thin lines both ways. */
export const windowpane = (colour: Colour, size: number): Tile =>
  tile(size, size, rect(0, 0, size, size * 0.06, colour, 0.8) + rect(0, 0, size * 0.06, size, colour, 0.8));

/** Dots in offset rows. */
export const dots = (colour: Colour, size: number, radius: number): Tile =>
  tile(size, size, disc(size * 0.25, size * 0.25, radius, colour) + disc(size * 0.75, size * 0.75, radius, colour));

export function herringbone(colour: Colour, size: number): Tile {
  const h = size / 2;
  const lines = [-1, 0, 1, 2].map((i) => `M0,${i * h}L${size / 2},${i * h + h}L${size},${i * h}`).join('');
  return tile(size, size, stroke(lines, colour, size * 0.16, 0.7));
}

/** Diamonds with a crossing line. */
export function argyle(diamond: Colour, line: Colour, size: number): Tile {
  const [w, h] = [size, size * 1.5];
  const d = `M${w / 2},0L${w},${h / 2}L${w / 2},${h}L0,${h / 2}Z`;
  const cross = `M0,0L${w},${h}M${w},0L0,${h}`;
  return tile(w, h, shape(d, diamond) + stroke(cross, line, size * 0.025, 0.9));
}

/** Rosettes of a leopard. */
export function leopard(dark: Colour, middle: Colour, size: number, random: Random): Tile {
  let content = '';
  const cells = 4;
  for (let i = 0; i < cells * cells; i++) {
    const [column, row] = [i % cells, Math.floor(i / cells)];
    const x = ((column + 0.5 + random.between(-0.14, 0.14) + (row % 2) * 0.02) * size) / cells;
    const y = ((row + 0.5 + random.between(-0.14, 0.14)) * size) / cells;
    const [r, turn] = [(size / cells) * random.between(0.26, 0.34), random.between(0, 360)];
    content +=
      `<g transform="rotate(${Math.round(turn)} ${x.toFixed(1)} ${y.toFixed(1)})">${shape(ellipse(x, y, r, r * 0.75), middle)}` +
      `<ellipse cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" rx="${r.toFixed(1)}" ry="${(r * 0.78).toFixed(1)}" fill="none" stroke="${dark}"` +
      ` stroke-width="${(r * 0.5).toFixed(1)}" stroke-dasharray="${(r * 1.5).toFixed(1)} ${(r * 0.6).toFixed(1)}"/></g>`;
  }
  return tile(size, size, content);
}

/** Repeats what is drawn within `reach` of a tile's edge on the other side, so that the tile has no seam. */
export function around(
  size: number,
  x: number,
  y: number,
  reach: number,
  draw: (x: number, y: number) => string,
): string {
  const repeats = (at: number): number[] => [
    at,
    ...(at < reach ? [at + size] : []),
    ...(at > size - reach ? [at - size] : []),
  ];
  return repeats(x)
    .flatMap((column) => repeats(y).map((row) => draw(column, row)))
    .join('');
}
