import { seededRandom } from './random.js';

/** Vectors of length 1 in random directions, the same for the same seed. */
export function unitVectors(count: number, dimension: number, seed = 1): Float32Array[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const vector = Float32Array.from({ length: dimension }, () => random() - 0.5);
    const norm = Math.hypot(...vector);
    return vector.map((value) => value / norm);
  });
}
