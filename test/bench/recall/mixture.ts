import { pick, type Random, seededRandom } from '../../harness/random.js';

/** A picture of some style, as an embedder sees it. */
export interface Sample {
  /** Unit length. */
  readonly vector: Float32Array;
  /** Which of the styles. */
  readonly style: number;
}

/** Kinds of items, styles of each kind, and dimensions in which what is seen really differs. */
const shape = { kinds: 12, stylesOfKind: 25, directions: 40 } as const;
export const styles = shape.kinds * shape.stylesOfKind;
export const kindOf = (style: number): number => Math.floor(style / shape.stylesOfKind);

/** How far a style lies from its kind's middle, a picture from its style's, and noise in every dimension. */
const spread = { style: 0.8, picture: 0.45, noise: 0.02 } as const;

/**
 * Pictures of a catalogue: a mixture of styles around the middles of kinds, in a few directions of the whole space, with
 * noise. Vectors in random directions of all dimensions, which no embedder gives, have no near neighbours to be missed.
 * @returns draws one picture after the other, the same for the same seed
 */
export function mixture(dimension: number, seed: number): () => Sample {
  const random = seededRandom(seed);
  const vectorOf = (length: number) => Float32Array.from({ length }, () => gaussian(random));
  const directions = Array.from({ length: shape.directions }, () => unit(vectorOf(dimension)));
  const kinds = Array.from({ length: shape.kinds }, () => vectorOf(shape.directions));
  const middles = Array.from({ length: styles }, (_, style) =>
    added(kinds[kindOf(style)] ?? new Float32Array(), vectorOf(shape.directions), spread.style),
  );
  const numbers = [...middles.keys()];
  return () => {
    const style = pick(random, numbers);
    const latent = added(middles[style] ?? new Float32Array(), vectorOf(shape.directions), spread.picture);
    const vector = vectorOf(dimension).map((value) => value * spread.noise);
    for (const [index, direction] of directions.entries()) {
      const weight = (latent[index] ?? 0) / Math.sqrt(shape.directions);
      for (let at = 0; at < dimension; at++) vector[at] = (vector[at] ?? 0) + weight * (direction[at] ?? 0);
    }
    return { vector: unit(vector), style };
  };
}

const added = (a: Float32Array, b: Float32Array, weight: number) => a.map((value, at) => value + weight * (b[at] ?? 0));

function unit(vector: Float32Array): Float32Array {
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

/** Box and Muller's. */
function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
