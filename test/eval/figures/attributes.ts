import { type Contribution, type Estimate, type Figure, no, share, type Weights, yesOrNo } from './bootstrap.js';

/** What was said of one attribute of a picture that has a label of it. */
export interface Judgement {
  /** Its place among the pictures that are drawn again. */
  readonly picture: number;
  readonly truth: string;
  /** The first label said; absent where nothing was. */
  readonly said?: { readonly value: string; readonly score: number } | undefined;
}

/** How good the labels of one attribute are. */
export interface AttributeFigures {
  readonly pictures: number;
  /** Share of pictures of which something was said about it. */
  readonly said: Figure;
  /** Share of what was said that is right. */
  readonly rightWhenSaid: Figure;
  /** Share that is right; nothing said counts as wrong. */
  readonly accuracy: Figure;
  /** What saying the commonest value every time would reach. */
  readonly commonest: number;
  /** Mean over the values present of the share that is right. */
  readonly macro: Figure;
  /** How many values are present: one of them said every time has a macro accuracy of one by this. */
  readonly values: number;
  readonly calibrationError: Figure;
}

type IsRight = (said: string, truth: string) => boolean;
const isEqual: IsRight = (said, truth) => said === truth;

/** @param isRight when a label said counts as right */
export function attributeFigures(
  judgements: readonly Judgement[],
  estimate: Estimate,
  isRight: IsRight = isEqual,
): AttributeFigures {
  const marked = judgements.map(({ picture, truth, said }) => ({
    picture,
    truth,
    score: said?.score,
    right: said !== undefined && isRight(said.value, truth),
  }));
  const pictures = Math.max(-1, ...marked.map(({ picture }) => picture)) + 1;
  const counts = new Map<string, number>();
  for (const { truth } of marked) counts.set(truth, (counts.get(truth) ?? 0) + 1);
  const said = marked.filter(({ score }) => score !== undefined);
  return {
    pictures: marked.length,
    said: share(
      estimate,
      perPicture(marked, pictures, ({ score }) => yesOrNo(score !== undefined)),
    ),
    rightWhenSaid: share(
      estimate,
      perPicture(said, pictures, ({ right }) => yesOrNo(right)),
    ),
    accuracy: share(
      estimate,
      perPicture(marked, pictures, ({ right }) => yesOrNo(right)),
    ),
    commonest: Math.max(0, ...counts.values()) / marked.length,
    macro: estimate(pictures, (weights) => macroAccuracy(marked, weights)),
    values: counts.size,
    calibrationError: estimate(pictures, (weights) => calibrationError(said, weights)),
  };
}

/** One contribution for each of the pictures, empty where nothing is known of it. */
export function perPicture<Item extends { readonly picture: number }>(
  items: readonly Item[],
  pictures: number,
  contribution: (item: Item) => Contribution,
): Contribution[] {
  const sums = Array.from({ length: pictures }, () => ({ ...no, of: 0 }));
  for (const item of items) {
    const sum = sums[item.picture];
    const { hits, of } = contribution(item);
    if (sum === undefined) throw new RangeError(`there are ${pictures} pictures, and none of number ${item.picture}`);
    sum.hits += hits;
    sum.of += of;
  }
  return sums;
}

interface Marked {
  readonly picture: number;
  readonly right: boolean;
}

/** The mean over the values present of the share of their pictures that is right. */
export function macroAccuracy(marked: readonly (Marked & { readonly truth: string })[], weights: Weights): number {
  const sums = new Map<string, { right: number; all: number }>();
  for (const { picture, truth, right } of marked) {
    const weight = weights[picture] ?? 0;
    if (weight === 0) continue;
    const sum = sums.get(truth) ?? { right: 0, all: 0 };
    sum.all += weight;
    if (right) sum.right += weight;
    sums.set(truth, sum);
  }
  let recalls = 0;
  for (const { right, all } of sums.values()) recalls += right / all;
  return recalls / sums.size;
}

const bins = 10;

/**
 * How far scores are from how often they are right: in ten bins of equal width, the distance of the mean score from the share
 * that is right, weighed by what the bin holds (Guo et al. 2017).
 */
export function calibrationError(
  said: readonly (Marked & { readonly score?: number | undefined })[],
  weights: Weights,
): number {
  const scores = new Float64Array(bins);
  const right = new Float64Array(bins);
  let all = 0;
  for (const one of said) {
    const { score = 0 } = one;
    const weight = weights[one.picture] ?? 0;
    const bin = Math.min(bins - 1, Math.floor(score * bins));
    scores[bin] = (scores[bin] ?? 0) + weight * score;
    if (one.right) right[bin] = (right[bin] ?? 0) + weight;
    all += weight;
  }
  return scores.reduce((sum, score, bin) => sum + Math.abs(score - (right[bin] ?? 0)), 0) / all;
}
