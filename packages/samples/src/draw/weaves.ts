import type { Colour } from './colour.js';
import { rect, stroke, type Tile, tile } from './fabric.js';

/** `count` lines spread over a tile: many lines in one tile are drawn much faster than many tiles. */
const lines = (size: number, count: number, draw: (at: number) => string): string =>
  Array.from({ length: count }, (_, i) => draw((i * size) / count)).join('');

/** Ribs along, as at cuffs and hems: one high, one deep per `size`. */
export const ribs = (size: number): Tile =>
  tile(size, size, rect(0, 0, size, size, '#000000', 0.16) + rect(size * 0.2, 0, size * 0.5, size, '#ffffff', 0.3));

/** Stocking stitch: columns of small v. */
export function stitches(size: number, opacity: number): Tile {
  const count = 10;
  const row = (y: number): string => `M0,${y}${`l${size / 2},${size * 0.7}l${size / 2},${-size * 0.7}`.repeat(count)}`;
  const rows = Array.from({ length: count + 1 }, (_, i) => i * size * 0.8);
  const dark = rows.map((y) => row(y)).join('');
  const bright = rows.map((y) => row(y - size * 0.45)).join('');
  return tile(
    size * count,
    size * 0.8 * count,
    stroke(dark, '#000000', size * 0.2, opacity) + stroke(bright, '#ffffff', size * 0.16, opacity * 0.8),
  );
}

/** Plaits between ribs. */
export function cables(size: number): Tile {
  const w = size;
  const plait = (x: number, phase: number): string =>
    stroke(
      `M${x - 0.13 * w},${phase}C${x - 0.13 * w},${phase + 0.2 * w} ${x + 0.13 * w},${phase + 0.2 * w} ${x + 0.13 * w},${phase + 0.4 * w}`,
      '#ffffff',
      w * 0.12,
      0.5,
    ) +
    stroke(
      `M${x + 0.13 * w},${phase}C${x + 0.13 * w},${phase + 0.2 * w} ${x - 0.13 * w},${phase + 0.2 * w} ${x - 0.13 * w},${phase + 0.4 * w}`,
      '#ffffff',
      w * 0.12,
      0.35,
    );
  const deep = rect(0.2 * w, 0, 0.07 * w, w, '#000000', 0.4) + rect(0.73 * w, 0, 0.07 * w, w, '#000000', 0.4);
  const twists = [-0.4, 0, 0.4, 0.8].map((phase) => plait(w / 2, phase * w)).join('');
  const purl = [0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875]
    .map(
      (y) =>
        rect(0, y * w, 0.18 * w, 0.05 * w, '#000000', 0.22) +
        rect(0.82 * w, y * w, 0.18 * w, 0.05 * w, '#000000', 0.22),
    )
    .join('');
  return tile(w, w * 0.8, deep + twists + purl);
}

/** Diagonal threads of a twill, lighter than the fabric. */
export const twill = (colour: Colour, opacity = 0.22): Tile =>
  tile(
    52,
    52,
    lines(52, 20, (y) => rect(0, y, 52, 1.1, colour, opacity)),
    -62,
  );

/** Quilted rows: seams across every `size`, cushions between. */
export function quilting(size: number): Tile {
  const steps = 20;
  const row = (i: number): string => {
    const height = Math.sin((Math.PI * (i + 0.5)) / steps) ** 0.6;
    return rect(
      0,
      (i * size) / steps,
      60,
      size / steps + 0.3,
      height > 0.75 ? '#ffffff' : '#000000',
      Math.abs(height - 0.75) * 0.5,
    );
  };
  return tile(60, size, Array.from({ length: steps }, (_, i) => row(i)).join(''));
}

/** Diamond quilting. */
export const diamonds = (size: number): Tile =>
  tile(size, size, stroke(`M0,0L${size},${size}M${size},0L0,${size}`, '#000000', size * 0.1, 0.45));

/** Straw or cane: small crossing bands. */
export function wicker(size: number): Tile {
  const h = size / 2;
  return tile(
    size,
    size,
    rect(0, 0, h, h, '#000000', 0.28) +
      rect(h, h, h, h, '#000000', 0.28) +
      rect(0, 0, size, size * 0.1, '#000000', 0.35) +
      rect(0, 0, size * 0.1, size, '#000000', 0.25),
  );
}
