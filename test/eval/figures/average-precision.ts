import type { Weights } from './bootstrap.js';

/** A box as x0 y0 x1 y1. */
export type Corners = readonly [number, number, number, number];

export interface Truth {
  readonly picture: number;
  readonly type: string;
  readonly box: Corners;
}

export interface Prediction extends Truth {
  readonly score: number;
}

/** Intersection over union. */
export function overlap(a: Corners, b: Corners): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  const size = ([x0, y0, x1, y1]: Corners) => (x1 - x0) * (y1 - y0);
  return shared / (size(a) + size(b) - shared);
}

/** What average precision is made of: which predictions hit, best score first, and the pictures of the truths. */
export interface Matched {
  readonly predictions: readonly { readonly picture: number; readonly hit: boolean }[];
  readonly truths: readonly number[];
}

/**
 * Give each truth at most one prediction of its picture, those of high score first. Types are not looked at: give those of
 * one type, or of all. Pictures don't touch each other here, so that they can be weighed afterwards.
 */
export function match(truths: readonly Truth[], predictions: readonly Prediction[], minOverlap = 0.5): Matched {
  const found = new Set<Truth>();
  const byPicture = groupByPicture(truths);
  const hits = [...predictions]
    .sort((a, b) => b.score - a.score)
    .map((prediction) => {
      const candidates = (byPicture.get(prediction.picture) ?? []).filter((truth) => !found.has(truth));
      const best = candidates.reduce<{ truth?: Truth; overlap: number }>(
        (so, truth) => {
          const shared = overlap(truth.box, prediction.box);
          return shared > so.overlap ? { truth, overlap: shared } : so;
        },
        { overlap: 0 },
      );
      if (best.truth === undefined || best.overlap < minOverlap) return { picture: prediction.picture, hit: false };
      found.add(best.truth);
      return { picture: prediction.picture, hit: true };
    });
  return { predictions: hits, truths: truths.map(({ picture }) => picture) };
}

/**
 * The area under the precision-recall curve with precision made monotone, as in COCO and PASCAL VOC since 2010.
 * @returns NaN where there is no truth
 */
export function averagePrecision({ predictions, truths }: Matched, weights: Weights): number {
  const all = truths.reduce((sum, picture) => sum + (weights[picture] ?? 0), 0);
  if (all === 0) return Number.NaN;
  const recalls = new Float64Array(predictions.length);
  const precisions = new Float64Array(predictions.length);
  let right = 0;
  let answered = 0;
  for (const [index, { picture, hit }] of predictions.entries()) {
    const weight = weights[picture] ?? 0;
    answered += weight;
    if (hit) right += weight;
    recalls[index] = right / all;
    precisions[index] = answered === 0 ? 0 : right / answered;
  }
  let area = 0;
  let precision = 0;
  for (let index = predictions.length - 1; index >= 0; index--) {
    precision = Math.max(precision, precisions[index] ?? 0);
    area += precision * ((recalls[index] ?? 0) - (recalls[index - 1] ?? 0));
  }
  return area;
}

function groupByPicture(truths: readonly Truth[]): Map<number, Truth[]> {
  const groups = new Map<number, Truth[]>();
  for (const truth of truths) groups.set(truth.picture, [...(groups.get(truth.picture) ?? []), truth]);
  return groups;
}
