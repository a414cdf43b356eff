import { createRandom } from '../draw/random.js';

const size = 256;

/** A tile of smooth noise around 0 (about −1 to 1) that repeats every 256 units without a seam. */
export interface Noise {
  at(x: number, y: number): number;
}

/** Value noise in octaves; `coarse` is the number of cells a side of the widest. */
export function createNoise(seed: string, coarse: number, octaves: number): Noise {
  const random = createRandom(seed);
  const values = new Float32Array(size * size);
  for (let octave = 0; octave < octaves; octave++) {
    const cells = coarse << octave;
    const lattice = Float32Array.from({ length: cells * cells }, () => random.between(-1, 1));
    const weight = 0.5 ** octave;
    for (let y = 0; y < size; y++) {
      const [row, v] = ease((y * cells) / size);
      for (let x = 0; x < size; x++) {
        const [column, u] = ease((x * cells) / size);
        const [r0, r1] = [row * cells, ((row + 1) % cells) * cells];
        const [a, b] = [lattice[r0 + column] ?? 0, lattice[r0 + ((column + 1) % cells)] ?? 0];
        const [c, d] = [lattice[r1 + column] ?? 0, lattice[r1 + ((column + 1) % cells)] ?? 0];
        const value = (a + (b - a) * u) * (1 - v) + (c + (d - c) * u) * v;
        values[y * size + x] = (values[y * size + x] ?? 0) + value * weight;
      }
    }
  }
  return {
    at(x, y) {
      const [x0, y0] = [Math.floor(x), Math.floor(y)];
      const [u, v] = [x - x0, y - y0];
      const [c0, c1] = [x0 & (size - 1), (x0 + 1) & (size - 1)];
      const [r0, r1] = [(y0 & (size - 1)) * size, ((y0 + 1) & (size - 1)) * size];
      const top = (values[r0 + c0] ?? 0) * (1 - u) + (values[r0 + c1] ?? 0) * u;
      const bottom = (values[r1 + c0] ?? 0) * (1 - u) + (values[r1 + c1] ?? 0) * u;
      return top * (1 - v) + bottom * v;
    },
  };
}

function ease(position: number): [cell: number, share: number] {
  const cell = Math.floor(position);
  const t = position - cell;
  return [cell, t * t * (3 - 2 * t)];
}
