import { taxonomy } from '@openfashion/contract';
import type { Manifest } from '../manifest.js';
import type { AttributeScores, Tagger } from '../port.js';
import type { Output } from './model-runner.js';
import type { RegionRunner } from './region-runner.js';

type Head = Manifest<'tag'>['heads'][number];

/** How likely a region's type is right, as far as the tagger is concerned: detectors here are right in nine of ten. */
const typeTrust = 0.9;

export function createTagger(
  { heads, categories }: Pick<Manifest<'tag'>, 'heads' | 'categories'>,
  runner: Pick<RegionRunner, 'run'>,
): Tagger {
  return {
    async tag(regions, call) {
      const ran = await runner.run(regions, call);
      return ran.map(({ output }, index) => attributesOf(regions[index]?.type ?? '', output));
    },
  };

  /** Attributes in the taxonomy's order, those that apply to the type only (rule 7.5). */
  function attributesOf(type: string, output: Output): AttributeScores[] {
    return taxonomy.attributesOf(type).flatMap((attribute) => {
      const at = heads.findIndex((head) => head.attribute === attribute);
      const head = heads[at];
      const scores = output[at];
      if (head === undefined || scores === undefined || !head.shown) return [];
      const labels = labelsOf(head, scores, attribute === 'category' ? categories[type] : undefined);
      return labels.length === 0 ? [] : [{ attribute, labels }];
    });
  }
}

/** Labels that reach the threshold, best first; of an attribute with one label, the best. */
function labelsOf(
  { attribute, values, threshold }: Head,
  scores: Float32Array,
  fitting: readonly string[] | undefined,
) {
  const all = values.map((value, index) => ({ value, score: scores[index] ?? 0 }));
  const labels = (fitting ? given(all, fitting) : all)
    .filter(({ score }) => score >= threshold)
    .sort((a, b) => b.score - a.score);
  return taxonomy.multiLabel.includes(attribute) ? labels : labels.slice(0, 1);
}

/**
 * The values that fit a type, with their probabilities given that type (Bayes): the head, which is not told the type,
 * shares out its belief among all types' values.
 */
function given(all: readonly Scored[], fitting: readonly string[]): Scored[] {
  const kept = all.filter(({ value }) => fitting.includes(value));
  const fit = typeTrust * sum(kept);
  const total = fit + (1 - typeTrust) * (sum(all) - sum(kept));
  return kept.map(({ value, score }) => ({ value, score: total > 0 ? (typeTrust * score) / total : 0 }));
}

interface Scored {
  readonly value: string;
  readonly score: number;
}

const sum = (scores: readonly Scored[]): number => scores.reduce((total, { score }) => total + score, 0);
