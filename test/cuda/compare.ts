import type { Pixels } from '@openfashion/contract';
import type { Detection } from '@openfashion/inference';
import type { Answer } from './answers.js';

/** What may differ between two places where the same models run. */
export const bounds = { cosine: 0.9995, pixels: 1 };

/** The worst of all answers, and what is beyond the bounds. */
export interface Comparison {
  /** Least cosine between the two vectors of a subject. */
  readonly cosine: number;
  /** Largest distance between an edge of a shown box and the other's. */
  readonly pixels: Pixels;
  readonly boxes: number;
  readonly labels: number;
  /** A sentence for each. */
  readonly faults: readonly string[];
}

/** Hold answers to those of a reference, subject by subject. */
export function compare(reference: readonly Answer[], answers: readonly Answer[]): Comparison {
  const faults: string[] = [];
  let [cosine, pixels, boxes, labels] = [1, 0, 0, 0];
  for (const [index, expected] of reference.entries()) {
    const answer = answers[index];
    if (answer?.name !== expected.name) throw new Error(`no answer for ${expected.name}`);
    const likeness = cosineOf(expected.vector, answer.vector);
    cosine = Math.min(cosine, likeness);
    if (!(likeness >= bounds.cosine)) faults.push(`${expected.name}: cosine ${likeness.toFixed(6)}`);
    const distances = [...distancesTo(expected, answer), ...distancesTo(answer, expected)];
    boxes += distances.length;
    for (const { type, distance } of distances) {
      pixels = Math.max(pixels, distance);
      if (!(distance <= bounds.pixels))
        faults.push(`${expected.name}: a box of ${type} is ${distance.toFixed(2)} px away`);
    }
    const [said, expectedSaid] = [topLabels(answer), topLabels(expected)];
    labels += expectedSaid.length;
    const changed = [
      ...expectedSaid.filter((label) => !said.includes(label)).map((label) => `lacks ${label}`),
      ...said.filter((label) => !expectedSaid.includes(label)).map((label) => `says ${label}`),
    ];
    faults.push(...changed.map((change) => `${expected.name}: ${change}`));
  }
  return { cosine, pixels, boxes, labels, faults };
}

function cosineOf(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Number.NaN;
  let [dot, aa, bb] = [0, 0, 0];
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? Number.NaN;
    dot += value * other;
    aa += value * value;
    bb += other * other;
  }
  return dot / Math.sqrt(aa * bb);
}

/**
 * How far the other's nearest box of the type is from each box that is shown. The other's may be just below the threshold
 * of what is shown: it is looked for among all.
 */
function distancesTo(one: Answer, other: Answer): { readonly type: string; readonly distance: Pixels }[] {
  return one.detections
    .filter(({ score }) => score >= one.display)
    .map((detection) => {
      const same = other.detections.filter(({ type }) => type === detection.type);
      return {
        type: detection.type,
        distance: Math.min(Number.POSITIVE_INFINITY, ...same.map((each) => farthestEdge(detection, each))),
      };
    });
}

const farthestEdge = ({ box: a }: Detection, { box: b }: Detection): Pixels =>
  Math.max(Math.abs(a.x0 - b.x0), Math.abs(a.y0 - b.y0), Math.abs(a.x1 - b.x1), Math.abs(a.y1 - b.y1));

/** The best label of each attribute. */
const topLabels = ({ attributes }: Answer): string[] =>
  attributes.map(({ attribute, labels }) => `${attribute} ${labels[0]?.value}`);
