import type { Catalog } from '@openfashion/catalog';
import { exported, product, put, remove } from '@openfashion/catalog/suite/samples';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithQdrant } from '../harness/describe-with-qdrant.js';
import { eventually } from '../harness/eventually.js';
import { type QdrantUnderTest, startQdrant } from '../harness/qdrant-server.js';
import { below, chooseSeed, seededRandom, shuffled } from '../harness/random.js';
import { ask, newPrefix, onlyCollection, openCatalog, scope } from './open.js';

const seed = chooseSeed();

describeWithQdrant(`writers that meet in Qdrant, seed ${seed}`, () => {
  let qdrant: QdrantUnderTest;
  const prefix = newPrefix();
  const gateways: Catalog[] = [];
  let services = 0;
  const newScope = () => ({ ...scope, service: `races-${services++}` });
  const gateway = (index: number): Catalog => {
    const one = gateways[index % gateways.length];
    if (one === undefined) throw new Error('not open');
    return one;
  };

  beforeAll(async () => {
    qdrant = await startQdrant();
    for (let index = 0; index < 2; index++) gateways.push(await openCatalog({ urls: [qdrant.url], prefix }));
  });
  afterAll(async () => {
    await Promise.all(gateways.map((catalog) => catalog.close()));
    await qdrant?.[Symbol.asyncDispose]();
  });

  test('a stale writer after a newer one changes nothing: puts, removals, and both in one batch', async () => {
    const own = newScope();
    const named = (productId: string, name: string) => product(productId, undefined, { name });
    await gateway(0).apply(own, [put(10, named('a', 'new')), remove(11, 'b'), put(12, named('c', 'new'))]);
    const stale = [put(3, named('a', 'old')), put(4, named('b', 'old')), remove(5, 'c'), put(6, named('d', 'first'))];
    await gateway(1).apply(own, stale);
    const puts = await exported(gateway(0), own);
    expect(puts.map(({ seq, document }) => [seq, document.productId, document.name])).toEqual([
      [10, 'a', 'new'],
      [12, 'c', 'new'],
      [6, 'd', 'first'],
    ]);
  });

  test('whatever meets whatever, each product ends at its greatest seq', { timeout: 60_000 }, async () => {
    const random = seededRandom(seed);
    const own = newScope();
    const ids = Array.from({ length: 12 }, (_, index) => `p${index}`);
    const greatest = new Map<string, { seq: number; isPut: boolean }>();
    const batches = Array.from({ length: 40 }, (_, batch) =>
      shuffled(random, ids)
        .slice(0, 1 + below(random, ids.length))
        .map((id, at) => {
          // Seqs of one batch lie far apart, so that a batch is newer than some of what is stored and older than other.
          const seq = 1 + batch + 40 * (at + below(random, 20));
          const isPut = random() < 0.7;
          const before = greatest.get(id);
          if (before === undefined || before.seq < seq) greatest.set(id, { seq, isPut });
          return isPut ? put(seq, product(id, undefined, { name: `${seq}` })) : remove(seq, id);
        }),
    );
    await Promise.all(batches.map((batch, index) => gateway(index).apply(own, batch)));
    const expected = [...greatest].flatMap(([id, { seq, isPut }]) => (isPut ? [`${id} ${seq}`] : []));
    const puts = await exported(gateway(0), own);
    expect(puts.map(({ seq, document }) => `${document.productId} ${seq}`)).toEqual(expected.sort());
    expect(puts.every(({ seq, document }) => document.name === `${seq}`)).toBe(true);
    expect(await gateway(1).count(own)).toBe(expected.length);
  });

  test('of writes and a drop that meet, nothing is found from the drop’s answer on, and nothing is left', async () => {
    const random = seededRandom(seed);
    const products = (round: number) =>
      Array.from({ length: 50 }, (_, at) => put(round * 50 + at + 1, product(`p${at}`)));
    for (let round = 0; round < 10; round++) {
      const own = newScope();
      let isDropped = false;
      const writing = Array.from({ length: 6 }, async (_, writer) => {
        for (let at = 0; at < 3; at++) await gateway(writer).apply(own, products(3 * writer + at));
      });
      const watching = (async () => {
        while (!isDropped) await gateway(1).count(own);
      })();
      // At another moment in each round.
      for (let waited = below(random, 12); waited > 0; waited--) await gateway(1).ping();
      await gateway(0).drop(own.service);
      isDropped = true;
      const query = { vector: product('p').vector, limit: 10, filters: [] };
      for (const catalog of gateways) {
        expect(await catalog.search(own, query)).toEqual([]);
        expect(await catalog.count(own)).toBe(0);
        expect(await catalog.get(own, 'p1')).toBeUndefined();
        expect(await exported(catalog, own)).toEqual([]);
      }
      await Promise.all([...writing, watching]);
      const path = `/collections/${await onlyCollection(qdrant.url, prefix)}/points/count`;
      const body = { filter: { must: [{ key: 'service', match: { value: own.service } }] }, exact: true };
      await eventually(
        'what the service left is deleted',
        async () => (await ask<{ count: number }>(qdrant.url, path, { body })).result.count === 0,
      );
    }
  });

  test('a service dropped before a collection was made takes no write there', async () => {
    const own = { ...newScope(), embedding: 'later' };
    await gateway(0).drop(own.service);
    await gateway(1).ensureCollection({ embedding: own.embedding, dimension: product('p').vector.length });
    await gateway(1).apply(own, [put(1, product('p'))]);
    expect(await gateway(1).count(own)).toBe(0);
    expect(await gateway(1).get(own, 'p')).toBeUndefined();
  });
});
