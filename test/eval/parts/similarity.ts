import { similarityOf } from '@openfashion/catalog';
import { type Contribution, share } from '../figures/bootstrap.js';
import type { Part } from '../part.js';
import { cosines, vectorOf } from '../vectors.js';

/** Similarities that users choose, and how far from them a pair may be to be counted. */
const similarities = [0.5, 0.8, 0.9];
const tolerance = 0.025;

/**
 * What a similarity means: of the pairs of two products that have it, so many are of one articleType. All pairs, not the
 * nearest of each product: those would be a choice of the alike.
 */
export const similarity: Part = {
  about: 'what a similarity of 0.5, 0.8 and 0.9 means, over all pairs',
  async run({ data, models, estimate, gallery: open, say }) {
    const gallery = await open();
    const vectors = await gallery.vectors();
    const { calibration } = models.embedder.embedding;
    const types = vectors.ids.map((id) => gallery.rows.get(id)?.articleType);
    const queries = data.judged.catalogue.filter(({ type, id }) => type && gallery.indexed.has(String(id)));
    say(`  ${queries.length} products against ${vectors.ids.length}`);

    const contributions: Contribution[][] = similarities.map(() => []);
    for (const { id, articleType } of queries) {
      const vector = vectorOf(vectors, String(id));
      if (vector === undefined) throw new Error(`the product ${id} was indexed, and the export has no vector of it`);
      const sums = similarities.map(() => ({ hits: 0, of: 0 }));
      for (const [index, cosine] of cosines(vectors, vector).entries()) {
        if (vectors.ids[index] === String(id)) continue;
        const value = similarityOf(cosine, calibration);
        for (const [at, wanted] of similarities.entries()) {
          const sum = sums[at];
          if (sum === undefined || Math.abs(value - wanted) > tolerance) continue;
          sum.of += 1;
          if (types[index] === articleType) sum.hits += 1;
        }
      }
      for (const [at, sum] of sums.entries()) contributions[at]?.push(sum);
    }
    return [
      {
        title: `Pairs by ${calibration ? 'similarity' : 'cosine (the manifest has no calibration)'}, ±${tolerance}`,
        columns: ['similarity', 'pairs', 'same articleType', 'difference'],
        rows: similarities.map((wanted, at) => {
          const some = contributions[at] ?? [];
          const found = share(estimate, some);
          return [
            wanted.toFixed(1),
            some.reduce((sum, { of }) => sum + of, 0),
            found,
            { value: found.value - wanted, low: found.low - wanted, high: found.high - wanted },
          ];
        }),
      },
    ];
  },
};
