import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VectorQuery, Write } from '@openfashion/catalog';
import { openEmbeddedCatalog } from '@openfashion/catalog/embedded';
import type { Filter } from '@openfashion/contract';
import { benchDocument } from '../../harness/filled-folder.js';
import { unitVectors } from '../../harness/vectors.js';
import { time, timed } from '../pairs.js';
import { type Part, thousands } from '../part.js';

/**
 * Searches one after the other in each round, each for another vector; a lone one after a plain loop pays for the caches
 * that the loop emptied.
 */
const searches = 5;
const dimension = 256;
const limit = 10;
const scope = { service: 'bench', embedding: 'bench' };
const equal = (field: 's1' | 's2', value: string): Filter => ({ field, operator: 'equal', values: [value] });
const queriesOf: Readonly<Record<string, Partial<VectorQuery>>> = {
  'catalogue port': {},
  '… the 200 best': { limit: 200 },
  '… `!equal` that matches 90 %': { filters: [{ field: 's1', operator: '!equal', values: ['tenth'] }] },
  '… `equal` that matches 10 %': { filters: [equal('s1', 'tenth')] },
  '… `equal` that matches 0.5 %': { filters: [equal('s2', 'rare')] },
};

/** Search at the catalogue's port (a thread hop, the fields of the matches from the database) beside a plain loop. */
export const catalog: Part = async (section, { rounds, documents }) => {
  const columns: string[][] = [];
  const notes: string[] = [];
  for (const count of documents) {
    const { results, note } = await measure(count, rounds);
    notes.push(note);
    columns.push(
      Object.values(results).map(({ value, ratio }) => `${(value / searches).toFixed(2)} (${ratio.toFixed(3)})`),
    );
  }
  const names = [plainName, ...Object.keys(queriesOf)];
  section.table(
    ['median ms (÷ plain loop)', ...documents.map((count) => `${thousands(count)} × ${dimension}`)],
    names.map((name, row) => [name, ...columns.map((column) => column[row] ?? '')]),
  );
  for (const note of notes) section.text(note);
};

const plainName = 'plain Float32Array loop';

async function measure(count: number, rounds: number) {
  const vectors = unitVectors(count, dimension);
  const matrix = new Float32Array(count * dimension);
  for (const [row, vector] of vectors.entries()) matrix.set(vector, row * dimension);
  const directory = await mkdtemp(join(tmpdir(), 'bench-catalog-'));
  const opened = await openEmbeddedCatalog({ directory });
  try {
    await opened.ensureCollection({ embedding: 'bench', dimension });
    const writing = await time(async () => {
      for (let from = 0; from < count; from += 1_000) {
        const batch = vectors.slice(from, from + 1_000).map((vector, at): Write => {
          const row = from + at;
          return { kind: 'put', seq: row + 1, document: benchDocument(row, vector) };
        });
        await opened.apply(scope, batch);
      }
    });
    const ask = (vector: Float32Array, more: Partial<VectorQuery> = {}) =>
      opened.search(scope, { vector, limit, filters: [], ...more });
    const queries = unitVectors(searches, dimension, 2);
    const loading = await time(() => ask(queries[0] ?? new Float32Array(dimension)));
    for (const query of queries) {
      const found = (await ask(query)).map(({ document }) => Number(document.productId.slice(1)));
      if (found.join() !== plainLoop(matrix, query).join()) throw new Error('the port and the plain loop differ');
    }
    const each = (search: (query: Float32Array) => unknown) => async () => {
      for (const query of queries) await search(query);
    };
    const ways = Object.entries(queriesOf).map(([name, more]) => [name, each((query) => ask(query, more))] as const);
    const results = await timed(
      { [plainName]: each((query) => plainLoop(matrix, query)), ...Object.fromEntries(ways) },
      rounds,
    );
    const rate = Math.round(count / (writing / 1000));
    return {
      results,
      note: `${thousands(count)} documents were written, durably, at ${thousands(rate)} a second; the first search, which loads their vectors, took ${loading.toFixed(0)} ms.`,
    };
  } finally {
    await opened.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** What anybody would write first: one loop over all rows, then a sort of the best. */
function plainLoop(matrix: Float32Array, query: Float32Array): number[] {
  const count = matrix.length / dimension;
  const scores = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    let sum = 0;
    const start = row * dimension;
    for (let column = 0; column < dimension; column++) sum += (matrix[start + column] ?? 0) * (query[column] ?? 0);
    scores[row] = sum;
  }
  const best: number[] = [];
  for (let row = 0; row < count; row++) {
    if (best.length === limit && (scores[row] ?? 0) <= (scores[best[limit - 1] ?? 0] ?? 0)) continue;
    best.push(row);
    best.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
    best.length = Math.min(best.length, limit);
  }
  return best;
}
