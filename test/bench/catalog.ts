import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CatalogDocument, VectorQuery, Write } from '@openfashion/catalog';
import { openEmbeddedCatalog } from '@openfashion/catalog/embedded';
import { seededRandom } from '../eval/data.js';
import { interleaved, printTable, time } from './pairs.js';

// Search of 100,000 × 256 at the catalogue's port beside a plain Float32Array loop in the same run.
const count = Number(process.argv[2] ?? 100_000);
const dimension = 256;
const limit = 10;
const random = seededRandom(1);
const scope = { service: 'bench', embedding: 'bench' };

function unit(): Float32Array {
  const vector = Float32Array.from({ length: dimension }, () => random() - 0.5);
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

const matrix = new Float32Array(count * dimension);
const documents = Array.from({ length: count }, (_, index): CatalogDocument => {
  const vector = unit();
  matrix.set(vector, index * dimension);
  return {
    productId: `p${index}`,
    name: `product ${index}`,
    imageUrl: `http://pictures.example/${index}.jpg`,
    // One in ten, and one in two hundred, has the value that is asked for.
    s1: index % 10 === 0 ? 'tenth' : `other${index % 9}`,
    s2: index % 200 === 0 ? 'rare' : `other${index % 50}`,
    vector,
    fingerprint: new Uint8Array(192),
    contentHash: '',
  };
});

/** What anybody would write first: one loop over all rows, then a sort of the best. */
function plainLoop(query: Float32Array): number[] {
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

const directory = await mkdtemp(join(tmpdir(), 'bench-catalog-'));
const catalog = await openEmbeddedCatalog({ directory });
try {
  await catalog.ensureCollection({ embedding: 'bench', dimension });
  const writing = await time(async () => {
    for (let from = 0; from < count; from += 1_000) {
      const batch = documents
        .slice(from, from + 1_000)
        .map((document, index): Write => ({ kind: 'put', seq: from + index + 1, document }));
      await catalog.apply(scope, batch);
    }
  });
  console.log(`wrote ${count} documents, durably, at ${Math.round(count / (writing / 1000))} a second`);
  const vector = unit();
  const ask = (more: Partial<VectorQuery>) => catalog.search(scope, { vector, limit, filters: [], ...more });
  const loading = await time(() => ask({}));
  console.log(`first search, which loads the vectors: ${Math.round(loading)} ms`);
  const found = (await ask({})).map(({ document }) => Number(document.productId.slice(1)));
  if (found.join() !== plainLoop(vector).join()) throw new Error('the port and the plain loop differ');
  printTable(
    `search of ${count} × ${dimension}, ${limit} best`,
    await interleaved(
      {
        'plain Float32Array loop': () => plainLoop(vector),
        'catalogue port': () => ask({}),
        'catalogue port, a filter that matches 10 %': () =>
          ask({ filters: [{ field: 's1', operator: 'equal', values: ['tenth'] }] }),
        'catalogue port, a filter that matches 0.5 %': () =>
          ask({ filters: [{ field: 's2', operator: 'equal', values: ['rare'] }] }),
        'catalogue port, a filter that matches 90 %': () =>
          ask({ filters: [{ field: 's1', operator: '!equal', values: ['tenth'] }] }),
        'catalogue port, 200 best': () => ask({ limit: 200 }),
      },
      15,
    ),
  );
} finally {
  await catalog.close();
  await rm(directory, { recursive: true, force: true });
}
