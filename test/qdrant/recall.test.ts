import { afterAll, beforeAll, expect, test } from 'vitest';
import { measureShapes } from '../bench/recall/measure.js';
import { mixture } from '../bench/recall/mixture.js';
import { shopDocument } from '../bench/recall/shapes.js';
import { fill, indexed, openStores, type Stores } from '../bench/recall/stores.js';
import { describeWithQdrant } from '../harness/describe-with-qdrant.js';
import { chooseSeed } from '../harness/random.js';
import { ask } from './open.js';

const dimension = 64;
const documents = 2_000;
const embedding = 'recall';

// The short form of `npm run bench -- --only recall`.
describeWithQdrant('recall in Qdrant', () => {
  let stores: Stores;
  beforeAll(async () => {
    stores = await openStores();
  });
  afterAll(() => stores?.[Symbol.asyncDispose]());

  test('of the ten nearest at least 0.99 are found, whatever the filters, also through a graph', {
    timeout: 120_000,
  }, async () => {
    const { qdrant, embedded, server } = stores;
    const seed = chooseSeed();
    console.log(`recall in Qdrant: seed ${seed}`);
    const draw = mixture(dimension, seed);
    for (const store of [qdrant, embedded]) await store.ensureCollection({ embedding, dimension });
    const { result } = await ask<{ collections: { name: string }[] }>(server.url, '/collections');
    const path = `/collections/${result.collections.find(({ name }) => name.includes(embedding))?.name}`;
    // As if each service were large: all but a hundred documents are in the graph.
    const body = { hnsw_config: { full_scan_threshold: 25 }, optimizers_config: { indexing_threshold: 50 } };
    await ask(server.url, path, { method: 'PATCH', body });
    const scopes = [0, 1].map((index) => ({ service: `recall-${index}`, embedding }));
    const shops = scopes.map(() => Array.from({ length: documents }, (_, row) => shopDocument(row, draw())));
    for (const [index, scope] of scopes.entries()) {
      for (const store of [qdrant, embedded]) await fill(store, scope, shops[index] ?? []);
    }
    expect(await indexed(server, 60_000)).toBeGreaterThan(documents);
    const queries = Array.from({ length: 30 }, () => draw().vector);
    const [scope] = scopes;
    if (scope === undefined) throw new Error('two services');
    for (const { shape, stores: figures } of await measureShapes(
      { qdrant, embedded },
      scope,
      shops[0] ?? [],
      queries,
    )) {
      expect([shape, figures['embedded']?.recall]).toEqual([shape, 1]);
      expect(figures['qdrant']?.recall, shape).toBeGreaterThanOrEqual(0.99);
    }
  });
});
