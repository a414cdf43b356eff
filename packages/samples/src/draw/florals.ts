import { type Colour, darker, lighter, mix } from './colour.js';
import { shape, type Tile, tile } from './fabric.js';
import { ellipse, lens, round } from './outline.js';
import { around } from './prints.js';
import type { Random } from './random.js';

const placed = (x: number, y: number, turn: number, scale: number, content: string): string =>
  `<g transform="translate(${round(x)} ${round(y)}) rotate(${Math.round(turn)}) scale(${scale.toFixed(2)})">${content}</g>`;

/** A blossom of radius 10 around the origin. */
function blossom(petal: Colour, heart: Colour, petals: number): string {
  let content = '';
  for (let i = 0; i < petals; i++) {
    const turn = Math.round((360 / petals) * i);
    content +=
      `<g transform="rotate(${turn})">${shape(ellipse(0, -5.6, 3.9, 5), i % 2 === 0 ? petal : darker(petal, 0.08))}` +
      `${shape(lens(0, -1, 0, -8.5, 1.4), darker(petal, 0.25), 0.5)}</g>`;
  }
  return content + shape(ellipse(0, 0, 2.6, 2.6), heart);
}

const leaf = (colour: Colour): string =>
  shape('M0,0C5,-4 5,-11 0,-16C-5,-11 -5,-4 0,0Z', colour) + shape(lens(0, 0, 0, -15, 0.8), darker(colour, 0.3), 0.7);

/** Cells of a jittered grid, so that motifs are spread evenly without rows being seen. */
function scatter(
  size: number,
  cells: number,
  random: Random,
  draw: (x: number, y: number, i: number) => string,
): string {
  let content = '';
  for (let i = 0; i < cells * cells; i++) {
    const x = (((i % cells) + 0.5 + random.between(-0.34, 0.34)) * size) / cells;
    const y = ((Math.floor(i / cells) + 0.5 + random.between(-0.34, 0.34)) * size) / cells;
    content += draw(x, y, i);
  }
  return content;
}

/** Blossoms and leaves; `size` is the tile's, `cells` blossoms a side. */
export function floral(
  petals: readonly [Colour, ...Colour[]],
  leaves: Colour,
  size: number,
  cells: number,
  random: Random,
): Tile {
  const scale = size / cells / 21;
  const green = scatter(size, cells + 1, random, (x, y) => {
    const [turn, s] = [random.between(0, 360), scale * random.between(0.8, 1.1)];
    const colour = mix(leaves, '#202020', random.between(0, 0.3));
    return around(size, x, y, s * 17, (cx, cy) => placed(cx, cy, turn, s, leaf(colour)));
  });
  const flowers = scatter(size, cells, random, (x, y) => {
    const petal = random.pick(petals);
    const [turn, s] = [random.between(0, 360), scale * random.between(0.75, 1.15)];
    const flower = blossom(petal, mix('#f2c14e', petal, 0.15), random.pick([5, 6]));
    return around(size, x, y, s * 12, (cx, cy) => placed(cx, cy, turn, s, flower));
  });
  return tile(size, size, green + flowers);
}

/** Tiny blossoms, far apart. */
export function ditsy(petal: Colour, size: number, random: Random): Tile {
  const flowers = scatter(size, 4, random, (x, y, i) => {
    const content = i % 3 === 2 ? leaf(mix(petal, '#3c6b3f', 0.7)) : blossom(petal, '#e9b949', 5);
    const [turn, s] = [random.between(0, 360), (size / 4 / 20) * (i % 3 === 2 ? 0.45 : 0.5)];
    return around(size, x, y, s * 17, (cx, cy) => placed(cx, cy, turn, s, content));
  });
  return tile(size, size, flowers);
}

/** Large palm leaves. */
export function tropical(colour: Colour, accent: Colour, size: number, random: Random): Tile {
  const fronds = scatter(size, 3, random, (x, y, i) => {
    const shade = i % 4 === 3 ? accent : random.chance(0.5) ? darker(colour, 0.25) : lighter(colour, 0.15);
    const blades = [-70, -42, -16, 16, 42, 70]
      .map((turn) => `<g transform="rotate(${turn})">${shape('M0,0C4,-6 3,-15 0,-20C-3,-15 -4,-6 0,0Z', shade)}</g>`)
      .join('');
    const [turn, s] = [random.between(0, 360), (size / 3 / 22) * random.between(0.9, 1.25)];
    return around(size, x, y, s * 21, (cx, cy) => placed(cx, cy, turn, s, blades));
  });
  return tile(size, size, fronds);
}
