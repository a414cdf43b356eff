import type { Catalog } from '@openfashion/catalog';
import { exported, found, product, put, putAll, remove, unit } from '@openfashion/catalog/suite/samples';
import { filterFields } from '@openfashion/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithQdrant } from '../harness/describe-with-qdrant.js';
import { type QdrantUnderTest, startQdrant } from '../harness/qdrant-server.js';
import { newPrefix, openCatalog, scope } from './open.js';

/** Ids that a careless store takes for one another, for a pattern, or for part of its own language. */
const services = [
  'shop',
  'Shop',
  'shop ',
  ' shop',
  'sho',
  'shop1',
  'shop*',
  'shop?',
  '%',
  '.*',
  'shop","match":{"any":["shop',
  'shop\nshop1',
  'shop/shop1',
  'shop,shop1',
  'ｓｈｏｐ',
  'sho\u0070\u0301',
  'shoṕ',
  '0',
  'null',
  'true',
];

describeWithQdrant('tenants in one collection of Qdrant', () => {
  let qdrant: QdrantUnderTest;
  let catalog: Catalog;
  beforeAll(async () => {
    qdrant = await startQdrant();
    catalog = await openCatalog({ urls: [qdrant.url], prefix: newPrefix() });
  });
  afterAll(async () => {
    await catalog?.close();
    await qdrant?.[Symbol.asyncDispose]();
  });

  test('none sees another’s products: same product ids, same vectors, ids that are near', async () => {
    const scopes = services.map((service) => ({ ...scope, service }));
    const fields = Object.fromEntries(filterFields.map((name) => [name, 'same']));
    for (const [index, own] of scopes.entries()) {
      const ids = ['same', `only-${index}`];
      await putAll(
        catalog,
        own,
        ids.map((id) => product(id, unit([1]), { ...fields, name: own.service })),
      );
    }
    const seenBy = async (own: typeof scope) => {
      const filters = filterFields.map((field) => ({ field, operator: 'equal', values: ['same'] }) as const);
      const query = { vector: unit([1]), limit: 200 };
      const whole = await catalog.search(own, { ...query, filters: [] });
      const filtered = await catalog.search(own, { ...query, filters });
      const not = filterFields.map((field) => ({ field, operator: '!equal', values: ['other'] }) as const);
      const unequal = await catalog.search(own, { ...query, filters: not });
      return [...whole, ...filtered, ...unequal].map(({ document }) => document.name);
    };
    for (const [index, own] of scopes.entries()) {
      expect(await seenBy(own)).toEqual(Array(6).fill(own.service));
      expect(await catalog.count(own)).toBe(2);
      expect((await catalog.get(own, 'same'))?.name).toBe(own.service);
      expect(await catalog.get(own, `only-${index + 1}`)).toBeUndefined();
      expect([
        ...(await catalog.existing(
          own,
          scopes.map((_, at) => `only-${at}`),
        )),
      ]).toEqual([`only-${index}`]);
      expect((await exported(catalog, own)).map(({ document }) => document.name)).toEqual(Array(2).fill(own.service));
    }
    // What one removes, excludes, forgets or drops stays with the others.
    const [first, second, third] = scopes;
    if (!first || !second || !third) throw new Error('three services');
    await catalog.apply(first, [remove(9, 'same')]);
    await catalog.forgetRemovals(second, 99);
    await catalog.apply(first, [put(8, product('same'))]);
    expect(await found(catalog, first)).toEqual(['only-0']);
    await catalog.drop(third.service);
    expect(await found(catalog, third)).toEqual([]);
    for (const own of scopes.slice(3)) expect(await catalog.count(own)).toBe(2);
    expect(await found(catalog, second, { excludeProductId: 'only-0' })).toEqual(['only-1', 'same']);
  });
});
