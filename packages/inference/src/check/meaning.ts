import { taxonomy } from '@openfashion/contract';
import type { Manifest } from '../manifest.js';

/** Sums of float32 are off by less. */
const rounding = 1e-3;
/** Boxes that all lie within so many pixels are fractions of something. */
const fewPixels = 2;
const sameDirection = 1 - 1e-5;

/**
 * What answers cannot mean if the manifest is right, a line each.
 * @param pictures of each, its outputs in the manifest's order
 */
export function meaningProblems(manifest: Manifest, pictures: readonly (readonly Float32Array[])[]): string[] {
  switch (manifest.task) {
    case 'detect':
      return detectionProblems(manifest, pictures);
    case 'embed':
      return vectorProblems(pictures.flatMap(([vector]) => vector ?? []));
    case 'tag':
      return manifest.heads.flatMap(({ attribute }, index) =>
        headProblems(
          `heads.${index}`,
          attribute,
          pictures.flatMap((outputs) => outputs[index] ?? []),
        ),
      );
  }
}

function detectionProblems(
  { classes, thresholds, input }: Manifest<'detect'>,
  pictures: readonly (readonly Float32Array[])[],
): string[] {
  const problems: string[] = [];
  let reach = 0;
  for (const [boxes = new Float32Array(), scores = new Float32Array()] of pictures) {
    if (boxes.length / 4 !== scores.length / classes.length) {
      return ['outputs: the model answers different numbers of boxes and of scores'];
    }
    if (!scores.every(isProbability)) problems.push('outputs.scores: are no probabilities between 0 and 1');
    reach = boxes.reduce((most, value) => Math.max(most, Math.abs(value)), reach);
    for (let row = 0; row < boxes.length / 4; row++) {
      const best = Math.max(...scores.subarray(row * classes.length, (row + 1) * classes.length));
      const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = boxes.subarray(row * 4, row * 4 + 4);
      if (best >= thresholds.indexing && (x1 < x0 || y1 < y0)) {
        problems.push('outputs.boxes: some end before they begin, so they are not x0 y0 x1 y1');
      }
    }
  }
  if (reach <= fewPixels && Math.min(input.width, input.height) > 4 * fewPixels) {
    problems.push(`outputs.boxes: all lie within ${fewPixels} pixels, so they are not in input pixels`);
  }
  return [...new Set(problems)];
}

function vectorProblems(vectors: readonly Float32Array[]): string[] {
  const lengths = vectors.map((vector) => Math.sqrt(dot(vector, vector)));
  const [first = new Float32Array(), ...others] = vectors;
  return [
    ...(lengths.every((length) => Math.abs(length - 1) <= rounding)
      ? []
      : [`outputs.embedding: vectors are ${lengths.map((length) => length.toFixed(3)).join(', ')} long, not 1`]),
    ...(others.every((other) => dot(first, other) > sameDirection)
      ? ['outputs.embedding: pictures that have nothing in common have the same vector']
      : []),
  ];
}

function headProblems(field: string, attribute: string, answers: readonly Float32Array[]): string[] {
  if (!answers.every((values) => values.every(isProbability))) {
    return [`${field}: ${attribute} is no probabilities between 0 and 1`];
  }
  const largest = Math.max(...answers.map((values) => values.reduce((sum, value) => sum + value, 0)));
  // What is left to 1 belongs to labels that are none of ours.
  if (taxonomy.multiLabel.includes(attribute) || largest <= 1 + rounding) return [];
  return [`${field}: probabilities of ${attribute}, of which one is true, add up to ${largest.toFixed(3)}`];
}

const isProbability = (value: number) => value >= -rounding && value <= 1 + rounding;
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
