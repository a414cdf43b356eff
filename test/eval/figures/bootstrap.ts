import { below, seededRandom } from '../../harness/random.js';

/** A figure and its 95 % interval; NaN where there is nothing to measure. */
export interface Figure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How often each picture was drawn; 1 everywhere is the sample itself. */
export type Weights = ArrayLike<number>;

/**
 * Estimate a statistic of so many pictures and its interval: percentiles over pictures that were drawn again with replacement
 * (Efron 1979). What a picture contributes is worked out beforehand; the statistic only weighs it.
 */
export type Estimate = (pictures: number, statistic: (weights: Weights) => number) => Figure;

export function createEstimate(seed: number, resamples = 1000): Estimate {
  return (pictures, statistic) => {
    const random = seededRandom(seed);
    const weights = new Uint32Array(pictures).fill(1);
    const value = statistic(weights);
    const drawn: number[] = [];
    for (let resample = 0; resample < resamples; resample++) {
      weights.fill(0);
      for (let draw = 0; draw < pictures; draw++) {
        const picture = below(random, pictures);
        weights[picture] = (weights[picture] ?? 0) + 1;
      }
      const again = statistic(weights);
      // Such as a share of what was not drawn at all.
      if (!Number.isNaN(again)) drawn.push(again);
    }
    drawn.sort((a, b) => a - b);
    return { value, low: percentile(drawn, 0.025), high: percentile(drawn, 0.975) };
  };
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))] ?? Number.NaN;

/** What one picture adds to a share. */
export interface Contribution {
  readonly hits: number;
  readonly of: number;
}

export const yes: Contribution = { hits: 1, of: 1 };
export const no: Contribution = { hits: 0, of: 1 };
export const yesOrNo = (hit: boolean): Contribution => (hit ? yes : no);

/** The share of hits, one contribution per picture. */
export const share = (estimate: Estimate, contributions: readonly Contribution[]): Figure =>
  estimate(contributions.length, (weights) => {
    let hits = 0;
    let of = 0;
    for (const [picture, one] of contributions.entries()) {
      const weight = weights[picture] ?? 0;
      hits += weight * one.hits;
      of += weight * one.of;
    }
    return of === 0 ? Number.NaN : hits / of;
  });
