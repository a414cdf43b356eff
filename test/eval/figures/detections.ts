import type { Box } from '@openfashion/imaging';
import type { Detection } from '@openfashion/inference';
import { averagePrecision, type Corners, match, overlap, type Prediction, type Truth } from './average-precision.js';
import type { Estimate, Figure, Weights } from './bootstrap.js';

export const cornersOf = ({ x0, y0, x1, y1 }: Box): Corners => [x0, y0, x1, y1];

export const boxOverlap = (a: Box, b: Box): number => overlap(cornersOf(a), cornersOf(b));

/** How good the boxes are that the Detector answers in photographs of which all items are labelled. */
export interface DetectionFigures {
  /** Mean AP over the types with at least {@link enough} items. */
  readonly meanAveragePrecision: Figure;
  /** Boxes only, whatever type they were given. */
  readonly anyType: Figure;
  /** Mean over some types. */
  meanOf(types: readonly string[]): Figure;
  /** Of every type that is labelled, most items first. */
  readonly perType: readonly { readonly type: string; readonly items: number; readonly averagePrecision: Figure }[];
}

/** Fewer items of a type say nothing. */
export const enough = 10;

/** One picture: what is labelled and what was found. */
export interface JudgedDetections {
  readonly truths: readonly { readonly type: string; readonly box: Corners }[];
  readonly found: readonly Detection[];
}

/** AP@0.5, with intervals over pictures. */
export function detectionFigures(pictures: readonly JudgedDetections[], estimate: Estimate): DetectionFigures {
  const truths = pictures.flatMap(({ truths }, picture) => truths.map((truth): Truth => ({ ...truth, picture })));
  const predictions = pictures.flatMap(({ found }, picture) =>
    found.map(({ type, score, box }): Prediction => ({ picture, type, score, box: cornersOf(box) })),
  );
  const matched = new Map(
    [...new Set(truths.map(({ type }) => type))].map((type) => {
      const of = <Item extends Truth>(list: readonly Item[]) => list.filter((item) => item.type === type);
      return [type, match(of(truths), of(predictions))] as const;
    }),
  );
  const ofAny = match(truths, predictions);
  const over = (statistic: (weights: Weights) => number) => estimate(pictures.length, statistic);
  const meanOf = (types: readonly string[]) =>
    over((weights) =>
      mean(
        types.flatMap((type) => {
          const one = matched.get(type);
          return one === undefined ? [] : [averagePrecision(one, weights)];
        }),
      ),
    );
  const perType = [...matched]
    .map(([type, one]) => ({
      type,
      items: one.truths.length,
      averagePrecision: over((weights) => averagePrecision(one, weights)),
    }))
    .sort((a, b) => b.items - a.items);
  return {
    meanAveragePrecision: meanOf(perType.filter(({ items }) => items >= enough).map(({ type }) => type)),
    anyType: over((weights) => averagePrecision(ofAny, weights)),
    meanOf,
    perType,
  };
}

/** Of what is known: a type of which no picture was drawn has no AP. */
function mean(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
