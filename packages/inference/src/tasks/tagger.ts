import { taxonomy } from '@openfashion/contract';
import type { Manifest } from '../manifest.js';
import type { AttributeScores, Tagger } from '../port.js';
import type { Output } from './model-runner.js';
import type { RegionRunner } from './region-runner.js';

type Head = Manifest<'tag'>['heads'][number];

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
  const labels = values
    .map((value, index) => ({ value, score: scores[index] ?? 0 }))
    .filter(({ value, score }) => score >= threshold && (fitting?.includes(value) ?? true))
    .sort((a, b) => b.score - a.score);
  return taxonomy.multiLabel.includes(attribute) ? labels : labels.slice(0, 1);
}
