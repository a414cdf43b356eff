import { createRandom } from '../draw/random.js';
import { blur } from './blur.js';
import type { Layer } from './light.js';

/** How the camera takes what stands before it. */
export interface Exposure {
  /** The shadow on what is behind: pixels to the right and down, softness in pixels, strength 0–1. */
  readonly shadow: { readonly x: number; readonly y: number; readonly softness: number; readonly strength: number };
  /** Gain of red, and loss of blue: above 1 is a warm light. */
  readonly warmth: number;
  /** How much darker the corners are, 0–1. */
  readonly vignette: number;
  /** Noise, in steps of 255. */
  readonly grain: number;
}

const grainCount = 1 << 16;

/** Noise of about −1 to 1 in which neighbours are a little alike, as behind a Bayer filter. */
const grains = ((): Float32Array => {
  const random = createRandom('grain');
  const raw = Float32Array.from({ length: grainCount }, () => random.between(-1, 1) + random.between(-1, 1));
  return raw.map((value, i) => value * 0.7 + (raw[(i + 1) % grainCount] ?? 0) * 0.4);
})();

/** How dark the product's shadow is at each point of a plane half as wide and high as the picture. */
function shadowOf(
  product: Float32Array,
  width: number,
  height: number,
  { x, y, softness }: Exposure['shadow'],
): Float32Array {
  const [columns, rows] = [width / 2, height / 2];
  const cast = new Float32Array(columns * rows);
  for (let row = 0, i = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, i++) {
      const [fromX, fromY] = [column * 2 - x, row * 2 - y];
      if (fromX >= 0 && fromY >= 0 && fromX < width && fromY < height)
        cast[i] = (product[(fromY * width + fromX) * 4 + 3] ?? 0) / 255;
    }
  }
  blur(cast, columns, rows, Math.round(softness / 2));
  return cast;
}

/** What comes together in a picture. */
interface Stage {
  /** Premultiplied RGBA, 0–255. */
  readonly product: Float32Array;
  /** RGB bytes. */
  readonly behind: Uint8Array;
  /** Shadows on the ground: black with alpha, half as wide and high. */
  readonly ground: Layer | undefined;
}

/** Lays the product with its shadows on the background and adds what a lens and a sensor add. Returns RGB bytes. */
export function exposed(
  stage: Stage,
  size: { width: number; height: number },
  exposure: Exposure,
  shift: number,
): Uint8Array {
  const { product, behind, ground } = stage;
  const { width, height } = size;
  const dark = shadowOf(product, width, height, exposure.shadow);
  for (let i = 0; i < dark.length; i++) {
    const under = (ground?.data[i * 4 + 3] ?? 0) / 255;
    dark[i] = (1 - (dark[i] ?? 0) * exposure.shadow.strength) * (1 - under);
  }
  const out = new Uint8ClampedArray(width * height * 3);
  const [red, blue] = [exposure.warmth, 1 / exposure.warmth];
  for (let y = 0, i = 0; y < height; y++) {
    const v = (y / height - 0.5) * 2;
    for (let x = 0; x < width; x++, i++) {
      const u = (x / width - 0.5) * 2;
      const fall = 1 - exposure.vignette * (u * u + v * v) * 0.5;
      const [p, b] = [i * 4, i * 3];
      const back = (1 - (product[p + 3] ?? 0) / 255) * (dark[(y >> 1) * (width >> 1) + (x >> 1)] ?? 1);
      const noise = (grains[(i * 7 + shift) & (grainCount - 1)] ?? 0) * exposure.grain;
      out[b] = ((product[p] ?? 0) + (behind[b] ?? 0) * back) * fall * red + noise;
      out[b + 1] = ((product[p + 1] ?? 0) + (behind[b + 1] ?? 0) * back) * fall + noise;
      out[b + 2] = ((product[p + 2] ?? 0) + (behind[b + 2] ?? 0) * back) * fall * blue + noise;
    }
  }
  return new Uint8Array(out.buffer);
}
