import assert from 'node:assert/strict';
import type { Catalog, CatalogDocument, Scope, VectorQuery, Write } from '@openfashion/catalog';
import { openEmbeddedCatalog } from '@openfashion/catalog/embedded';
import { PlainCatalog } from '@openfashion/catalog/suite/plain-catalog';
import { below, pick, type Random, shuffled } from '../../harness/random.js';
import type { Race } from './race.js';
import { batchesOf, dealt, dimension, halves, historyOf, values } from './write-history.js';

const scope: Scope = { service: 'shop', embedding: 'halves' };
const all = { limit: 100, filters: [] };

/**
 * Rule 8.6 at the catalogue's port, on a real folder: writes of one history, delivered in any order, more than once,
 * in any batches, at once and across restarts, come to what the newest of each product says.
 */
export const lateWrites: Race = {
  name: 'late-writes',
  shows: 'writes that come late, twice or in any order leave what the newest of each product says',
  async round(world, random) {
    const directory = await world.newFolder();
    const history = historyOf(random, 20 + below(random, 100));
    const newest = new PlainCatalog();
    newest.apply(scope, history);
    const deliveries = dealt(random, [...history, ...history.filter(() => random() < 0.3)], 1 + below(random, 3));
    const events: string[] = [];
    for (const writes of deliveries) {
      events.push(await deliver(directory, history, batchesOf(random, writes), random));
    }
    const catalog = await open(directory);
    await requireSame(catalog, newest, random);
    // All of it once more: none of it is new, what was removed included.
    await Promise.all(batchesOf(random, shuffled(random, history)).map((batch) => catalog.apply(scope, batch)));
    await requireSame(catalog, newest, random);
    await catalog.close();
    return events;
  },
};

async function open(directory: string): Promise<Catalog> {
  const catalog = await openEmbeddedCatalog({ directory });
  await catalog.ensureCollection({ embedding: scope.embedding, dimension });
  return catalog;
}

/** Give the batches all at once, to a catalogue that is closed when they are done, or already when the first is. */
async function deliver(
  directory: string,
  history: readonly Write[],
  batches: readonly Write[][],
  random: Random,
): Promise<string> {
  const catalog = await open(directory);
  const query = halves(random);
  const early = random() < 0.3;
  let done = false;
  const writing = batches.map((batch) => catalog.apply(scope, batch));
  const written = Promise.all(writing).finally(() => {
    done = true;
  });
  if (early) await Promise.race(writing);
  else await watch(catalog, history, query, () => done);
  await Promise.all([written, catalog.close()]);
  return early ? 'closed with writes in hand' : 'searched while writing';
}

/** While writes go on, a search finds whole documents of the history, and never an older one than it found before. */
async function watch(catalog: Catalog, history: readonly Write[], vector: Float32Array, done: () => boolean) {
  const seen = new Map<string, number>();
  while (!done()) {
    for (const { document, cosine } of await catalog.search(scope, { vector, ...all })) {
      const seq = Number(document.name);
      const write = history[seq - 1];
      assert.ok(write?.kind === 'put' && seq >= (seen.get(document.productId) ?? 0), `${document.productId} at ${seq}`);
      assert.deepEqual({ document, cosine }, matchOf(write.document, vector));
      seen.set(document.productId, seq);
    }
  }
}

/** Documents, counts, searches and filters are those of the newest writes. */
async function requireSame(catalog: Catalog, newest: PlainCatalog, random: Random): Promise<void> {
  const expected = newest.documents(scope);
  const ids = expected.map(({ productId }) => productId);
  assert.equal(await catalog.count(scope), expected.length);
  assert.deepEqual([...(await catalog.existing(scope, ids))].sort(), [...ids].sort());
  for (const document of expected) assert.deepEqual(await catalog.get(scope, document.productId), document);
  let exported = 0;
  for await (const { document } of catalog.export(scope)) exported += ids.includes(document.productId) ? 1 : Number.NaN;
  assert.equal(exported, expected.length);
  for (let count = 0; count < 5; count++) {
    const query = queryOf(random, ids);
    const nearest = newest.passing(scope, query).slice(0, query.limit);
    assert.deepEqual(await catalog.search(scope, query), nearest);
  }
}

const queryOf = (random: Random, ids: readonly string[]): VectorQuery => ({
  vector: halves(random),
  limit: 1 + below(random, 10),
  filters: (['s1', 'category2Id'] as const)
    .filter(() => random() < 0.5)
    .map((field) => ({ field, operator: pick(random, ['equal', '!equal'] as const), values: [pick(random, values)] })),
  ...(ids.length > 0 && random() < 0.3 && { excludeProductId: pick(random, ids) }),
});

/** A document as a search with this vector finds it. */
function matchOf({ vector, ...document }: CatalogDocument, query: Float32Array) {
  return { document, cosine: vector.reduce((sum, x, at) => sum + x * (query[at] ?? 0), 0) };
}
