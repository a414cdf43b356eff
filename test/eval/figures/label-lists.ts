import { calibrationError, perPicture } from './attributes.js';
import { type Contribution, type Estimate, type Figure, share, yesOrNo } from './bootstrap.js';

/** What was said of an attribute with several labels. */
export interface ListJudgement {
  /** Its place among the pictures that are drawn again. */
  readonly picture: number;
  readonly truths: readonly string[];
  readonly said: readonly { readonly value: string; readonly score: number }[];
}

/** How good such labels are, all labels of all pictures counted together. */
export interface LabelListFigures {
  readonly pictures: number;
  /** Share of pictures of which anything was said. */
  readonly said: Figure;
  readonly f1: Figure;
  readonly precision: Figure;
  readonly recall: Figure;
  /** Of every label that was said. */
  readonly calibrationError: Figure;
}

export function labelListFigures(judgements: readonly ListJudgement[], estimate: Estimate): LabelListFigures {
  const pictures = Math.max(-1, ...judgements.map(({ picture }) => picture)) + 1;
  const of = (contribution: (one: ListJudgement) => Contribution) =>
    share(estimate, perPicture(judgements, pictures, contribution));
  const hits = ({ truths, said }: ListJudgement) => said.filter(({ value }) => truths.includes(value)).length;
  const labels = judgements.flatMap(({ picture, truths, said }) =>
    said.map(({ value, score }) => ({ picture, score, right: truths.includes(value) })),
  );
  return {
    pictures: judgements.length,
    said: of(({ said }) => yesOrNo(said.length > 0)),
    f1: of((one) => ({ hits: 2 * hits(one), of: one.truths.length + one.said.length })),
    precision: of((one) => ({ hits: hits(one), of: one.said.length })),
    recall: of((one) => ({ hits: hits(one), of: one.truths.length })),
    calibrationError: estimate(pictures, (weights) => calibrationError(labels, weights)),
  };
}
