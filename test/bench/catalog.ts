import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CatalogDocument, VectorQuery, Write } from '@openfashion/catalog';
import { openEmbeddedCatalog } from '@openfashion/catalog/embedded';
import type { Filter } from '@openfashion/contract';
import { seededRandom } from '../harness/random.js';
import { interleaved, printTable, time } from './pairs.js';

// Search of 100,000 × 256 at the catalogue's port beside a plain Float32Array loop in the same run, after writing them there.
const count = Number(process.argv[2] ?? 100_000);
const rounds = 9;
/** Searches one after the other in each round, each for another vector; a lone one after a pause pays for cold caches. */
const searches = 5;
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
for (let row = 0; row < count; row++) matrix.set(unit(), row * dimension);

const product = (row: number): CatalogDocument => ({
  productId: `p${row}`,
  name: `product ${row}`,
  imageUrl: `http://pictures.example/${row}.jpg`,
  // One in ten, and one in two hundred, has the value that is asked for.
  s1: row % 10 === 0 ? 'tenth' : `other${row % 9}`,
  s2: row % 200 === 0 ? 'rare' : 'common',
  vector: matrix.subarray(row * dimension, (row + 1) * dimension),
  fingerprint: new Uint8Array(192),
  contentHash: '0'.repeat(64),
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

const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;
const directory = await mkdtemp(join(tmpdir(), 'bench-catalog-'));
const catalog = await openEmbeddedCatalog({ directory });
try {
  await catalog.ensureCollection({ embedding: 'bench', dimension });
  const write = async (from: number) => {
    const rows = Array.from({ length: Math.min(1_000, count - from) }, (_, index) => from + index);
    await catalog.apply(
      scope,
      rows.map((row): Write => ({ kind: 'put', seq: row + 1, document: product(row) })),
    );
  };
  const writing = await time(async () => {
    for (let from = 0; from < count; from += 1_000) await write(from);
  });
  console.log(`wrote ${count} documents, durably, at ${Math.round(count / (writing / 1000))} a second`);

  const ask = (vector: Float32Array, more: Partial<VectorQuery> = {}) =>
    catalog.search(scope, { vector, limit, filters: [], ...more });
  const before = process.memoryUsage.rss();
  const loading = await time(() => ask(unit()));
  const loaded = process.memoryUsage.rss() - before;
  console.log(`the first search loads the vectors: ${Math.round(loading)} ms, ${megabytes(loaded)} of memory`);

  const queries = Array.from({ length: searches }, unit);
  for (const query of queries) {
    const found = (await ask(query)).map(({ document }) => Number(document.productId.slice(1)));
    if (found.join() !== plainLoop(query).join()) throw new Error('the port and the plain loop differ');
  }
  const each = (search: (query: Float32Array) => unknown) => async () => {
    for (const query of queries) await search(query);
  };
  const filtered = (...filters: readonly Filter[]) => each((query) => ask(query, { filters }));
  const results = await interleaved(
    {
      'plain Float32Array loop': each(plainLoop),
      'catalogue port': each((query) => ask(query)),
      'catalogue port, 200 best': each((query) => ask(query, { limit: 200 })),
      'catalogue port, `!equal` matches 90 %': filtered({ field: 's1', operator: '!equal', values: ['tenth'] }),
      'catalogue port, `equal` matches 10 %': filtered({ field: 's1', operator: 'equal', values: ['tenth'] }),
      'catalogue port, `equal` matches 0.5 %': filtered({ field: 's2', operator: 'equal', values: ['rare'] }),
      'catalogue port, `!equal` matches 0.5 %': filtered({ field: 's2', operator: '!equal', values: ['common'] }),
      'catalogue port, `equal` matches 0.5 %, 200 best': each((query) =>
        ask(query, { limit: 200, filters: [{ field: 's2', operator: 'equal', values: ['rare'] }] }),
      ),
    },
    rounds,
  );
  const perSearch = Object.entries(results).map(([name, { ms, ratio }]) => [name, { ms: ms / searches, ratio }]);
  printTable(`search of ${count} × ${dimension}, ${limit} best`, Object.fromEntries(perSearch));
} finally {
  await catalog.close();
  await rm(directory, { recursive: true, force: true });
}
