import { compareCodePoints } from './code-points.js';
import type { Collection, Match } from './port.js';

export interface RankOptions {
  /** Where the vectors are: its calibration says how their similarity reads. */
  readonly collection: Pick<Collection, 'calibration'>;
  readonly minSimilarity?: number;
  readonly includeDuplicates: boolean;
  /** The query product's picture, in a search by product id (rule 5.4). */
  readonly query?: { readonly fingerprint: Uint8Array };
  /** Whether two fingerprints are of the same picture. */
  readonly samePicture: (a: Uint8Array, b: Uint8Array) => boolean;
}

export interface Ranked {
  /** 0–1, five decimals (rule 5.2). */
  readonly similarity: number;
  readonly document: Match['document'];
}

/** Turn the nearest documents into what a search answers (rules 5.2–5.4). */
export function rank(matches: readonly Match[], options: RankOptions): Ranked[] {
  const { collection, minSimilarity = 0, includeDuplicates } = options;
  const ranked = matches
    .map(({ document, cosine }) => ({ similarity: similarityOf(cosine, collection.calibration), document }))
    .filter(({ similarity }) => similarity >= minSimilarity)
    .sort((a, b) => b.similarity - a.similarity || compareCodePoints(a.document.productId, b.document.productId));
  return includeDuplicates ? ranked : withoutDuplicates(ranked, options);
}

/** Going down the list, each picture is compared with those kept: likeness is not passed on (rule 5.3). */
function withoutDuplicates(ranked: readonly Ranked[], { query, samePicture }: RankOptions): Ranked[] {
  const kept: Ranked[] = [];
  const pictures = query ? [query.fingerprint] : [];
  for (const item of ranked) {
    const { fingerprint } = item.document;
    if (pictures.some((picture) => samePicture(picture, fingerprint))) continue;
    pictures.push(fingerprint);
    kept.push(item);
  }
  return kept;
}

/** Similarity of a cosine: through the calibration, clipped to 0–1, rounded to five decimals (rule 5.2). */
export function similarityOf(cosine: number, calibration: Collection['calibration']): number {
  const value = calibration && calibration.length > 0 ? interpolate(cosine, calibration) : cosine;
  return Math.round(Math.min(1, Math.max(0, value)) * 1e5) / 1e5;
}

function interpolate(cosine: number, knots: NonNullable<Collection['calibration']>): number {
  const above = knots.findIndex(([at]) => at >= cosine);
  const upper = knots[above === -1 ? knots.length - 1 : above];
  const lower = knots[above === -1 ? knots.length - 1 : Math.max(0, above - 1)];
  if (upper === undefined || lower === undefined) return cosine;
  const width = upper[0] - lower[0];
  return width === 0 ? upper[1] : lower[1] + ((cosine - lower[0]) / width) * (upper[1] - lower[1]);
}
