import { blur } from './blur.js';
import { createNoise } from './noise.js';

/** Width × height × 4 bytes, straight alpha. */
export interface Layer {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

interface Lighting {
  /** Which stretch of the noise is used. */
  readonly shift: number;
  /** How far, in pixels of the picture, drawn edges wander. */
  readonly wobble: number;
  /** Strength of the relief: what is seen smaller has shallower folds. */
  readonly strength: number;
}

/** The relief as the light sees it, at half the picture's size: planes of width × height. */
interface Surface {
  readonly width: number;
  readonly height: number;
  /** Above 0 where there is something to light. */
  readonly cover: Float32Array;
  /** Slopes to the right and down. */
  readonly slopeX: Float32Array;
  readonly slopeY: Float32Array;
  /** How much lower than its surroundings. */
  readonly hollow: Float32Array;
  readonly gloss: Float32Array;
  /** How far edges wander, in pixels of the picture. */
  readonly wanderX: Float32Array;
  readonly wanderY: Float32Array;
}

const wander = createNoise('wander', 4, 2);
const creases = createNoise('creases', 5, 2);
const slub = createNoise('slub', 64, 2);

/** From the upper left front. */
const light = { x: -0.42, y: -0.52, z: 0.74 } as const;

/** Reads the relief (red height, green gloss, blue wrinkle) and adds the creases that the cloth has of itself. */
function surfaceOf(relief: Layer, { shift, wobble, strength }: Lighting): Surface {
  const { width, height, data } = relief;
  const count = width * height;
  const plane = (): Float32Array => new Float32Array(count);
  const [wanderX, wanderY, heights, cover, gloss] = [plane(), plane(), plane(), plane(), plane()];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (isFarFrom(relief, x, y)) continue;
      const dx = wander.at(x * 0.6 + shift, y * 0.6) * wobble;
      const dy = wander.at(x * 0.6, y * 0.6 + shift * 1.7 + 90) * wobble;
      wanderX[i] = dx;
      wanderY[i] = dy;
      const from = (clamp(Math.round(y + dy / 2), height) * width + clamp(Math.round(x + dx / 2), width)) * 4;
      const alpha = (data[from + 3] ?? 0) / 255;
      if (alpha === 0) continue;
      const wrinkle = (data[from + 2] ?? 0) / 255;
      const crease = creases.at(x + shift * 2.3 + dy * 4, y * 0.6 + shift + dx * 4);
      const ridge = 1 - Math.abs(creases.at(x * 0.68 + 40 + shift, y * 0.44 - x * 0.2));
      heights[i] = ((data[from] ?? 0) + wrinkle * (crease * 20 + ridge * ridge * 16)) * alpha;
      cover[i] = alpha;
      gloss[i] = (data[from + 1] ?? 0) / 255;
    }
  }
  const wide = Float32Array.from(heights);
  const wideCover = Float32Array.from(cover);
  blur(heights, width, height, 1);
  blur(cover, width, height, 1);
  blur(wide, width, height, 4);
  blur(wideCover, width, height, 4);
  for (let i = 0; i < count; i++) {
    // Beside an edge there is no height: the one farther in is taken, so that light sees no cliff there.
    wide[i] = (wide[i] ?? 0) / Math.max(0.001, wideCover[i] ?? 0);
    const share = Math.min(1, (cover[i] ?? 0) * 1.6);
    heights[i] =
      share < 0.02 ? (wide[i] ?? 0) : ((heights[i] ?? 0) / (cover[i] ?? 1)) * share + (wide[i] ?? 0) * (1 - share);
  }
  const [slopeX, slopeY, hollow] = [plane(), plane(), plane()];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      if ((wideCover[i] ?? 0) <= 0.001) continue;
      slopeX[i] = ((heights[i + 1] ?? 0) - (heights[i - 1] ?? 0)) * 0.105 * strength;
      slopeY[i] = ((heights[i + width] ?? 0) - (heights[i - width] ?? 0)) * 0.105 * strength;
      hollow[i] = Math.max(0, (wide[i] ?? 0) - (heights[i] ?? 0)) * 0.011 * strength;
    }
  }
  return { width, height, cover: wideCover, slopeX, slopeY, hollow, gloss, wanderX, wanderY };
}

/** Whether nothing was drawn here nor a few pixels away: edges do not wander farther. */
function isFarFrom({ width, height, data }: Layer, x: number, y: number): boolean {
  const reach = 5;
  const empty = (column: number, row: number): boolean =>
    data[(clamp(row, height) * width + clamp(column, width)) * 4 + 3] === 0;
  return empty(x, y) && empty(x - reach, y) && empty(x + reach, y) && empty(x, y - reach) && empty(x, y + reach);
}

/** Shades drawn colours by their relief, which is half as wide and high. Returns premultiplied RGBA, 0–255. */
export function lit(colours: Layer, relief: Layer, lighting: Lighting): Float32Array {
  const surface = surfaceOf(relief, lighting);
  const { width, height } = colours;
  const out = new Float32Array(width * height * 4);
  const spot: Spot = { i: 0, width: surface.width, u: 0, v: 0 };
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = (y * width + x) * 4;
      // The pixel's middle in the half-sized surface, between four of its points.
      const [u, v] = [x / 2 - 0.25, y / 2 - 0.25];
      const [column, row] = [Math.floor(u), Math.floor(v)];
      const i = row * surface.width + column;
      if ((surface.cover[i] ?? 0) === 0) continue;
      spot.i = i;
      spot.u = u - column;
      spot.v = v - row;
      const gx = between(surface.slopeX, spot);
      const gy = between(surface.slopeY, spot);
      // Prints follow the folds a little: they are seen from the front only where the cloth faces it.
      const fromX = x + between(surface.wanderX, spot) + limit(gx * 1.5, 2.5);
      const fromY = y + between(surface.wanderY, spot) + limit(gy * 1.5, 2.5);
      sample(colours, fromX, fromY, out, at);
      const alpha = out[at + 3] ?? 0;
      if (alpha === 0) continue;
      const [nx, ny] = [limit(-gx, 1.6), limit(-gy, 1.6)];
      const length = Math.sqrt(nx * nx + ny * ny + 1);
      const facing = (nx * light.x + ny * light.y + light.z) / length / light.z;
      const shine = between(surface.gloss, spot);
      const thread = 1 + slub.at(x * 1.9, y * 1.1 + lighting.shift) * 0.02 * (1 - shine);
      const shade = Math.max(0.18, 0.34 + 0.66 * facing) * Math.max(0.45, 1 - between(surface.hollow, spot)) * thread;
      // Blinn: the half vector between the light and the eye in front of the picture.
      const half = Math.max(0, (nx * -0.225 + ny * -0.279 + 0.933) / length);
      const glint = shine === 0 ? 0 : shine * (half ** 28 * 0.5 + half ** 6 * 0.12 - 0.16) * alpha;
      // Steep places of dark cloth are not black: they catch light from the sides.
      const sheen = (1 - 1 / length) * 22 * (alpha / 255);
      for (let c = at; c < at + 3; c++) {
        const value = (out[c] ?? 0) * shade + glint + sheen;
        out[c] = value < 0 ? 0 : Math.min(value, alpha);
      }
    }
  }
  return out;
}

/** Four neighbouring points of a plane and where between them. */
interface Spot {
  i: number;
  readonly width: number;
  u: number;
  v: number;
}

function between(plane: Float32Array, { i, width, u, v }: Spot): number {
  const top = (plane[i] ?? 0) * (1 - u) + (plane[i + 1] ?? 0) * u;
  const bottom = (plane[i + width] ?? 0) * (1 - u) + (plane[i + width + 1] ?? 0) * u;
  return top * (1 - v) + bottom * v;
}

/** Bilinear, premultiplied. */
function sample(layer: Layer, x: number, y: number, out: Float32Array, to: number): void {
  const { width, height, data } = layer;
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [u, v] = [x - x0, y - y0];
  const [c0, c1] = [clamp(x0, width), clamp(x0 + 1, width)];
  const [r0, r1] = [clamp(y0, height) * width, clamp(y0 + 1, height) * width];
  add(data, (r0 + c0) * 4, (1 - u) * (1 - v), out, to);
  add(data, (r0 + c1) * 4, u * (1 - v), out, to);
  add(data, (r1 + c0) * 4, (1 - u) * v, out, to);
  add(data, (r1 + c1) * 4, u * v, out, to);
}

function add(data: Uint8Array, from: number, weight: number, out: Float32Array, to: number): void {
  const alpha = data[from + 3] ?? 0;
  if (alpha === 0) return;
  const share = (weight * alpha) / 255;
  out[to] = (out[to] ?? 0) + (data[from] ?? 0) * share;
  out[to + 1] = (out[to + 1] ?? 0) + (data[from + 1] ?? 0) * share;
  out[to + 2] = (out[to + 2] ?? 0) + (data[from + 2] ?? 0) * share;
  out[to + 3] = (out[to + 3] ?? 0) + weight * alpha;
}

const clamp = (value: number, size: number): number => (value < 0 ? 0 : value >= size ? size - 1 : value);
const limit = (value: number, most: number): number => (value > most ? most : Math.max(value, -most));
