import { dimension, product, put, putAll } from '@openfashion/catalog/suite/samples';
import { filterFields } from '@openfashion/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithQdrant } from '../harness/describe-with-qdrant.js';
import { type QdrantUnderTest, startQdrant } from '../harness/qdrant-server.js';
import { ask, newPrefix, onlyCollection, openCatalog, scope } from './open.js';

interface Info {
  readonly payload_schema: Record<string, { params?: object; points: number }>;
  readonly config: { readonly params: object; readonly strict_mode_config: object; readonly hnsw_config: object };
}

describeWithQdrant('collections in Qdrant', () => {
  let qdrant: QdrantUnderTest;
  beforeAll(async () => {
    qdrant = await startQdrant();
  });
  afterAll(() => qdrant?.[Symbol.asyncDispose]());

  const info = async (prefix: string) =>
    (await ask<Info>(qdrant.url, `/collections/${await onlyCollection(qdrant.url, prefix)}`)).result;

  test('ten processes that start at once make one collection, complete for each of them', async () => {
    const prefix = newPrefix();
    const catalogs = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const catalog = await openCatalog({ urls: [qdrant.url], prefix });
        // Whoever was told that it is there may write at once.
        await catalog.apply(scope, [put(index + 1, product(`p${index}`))]);
        const { payload_schema } = await info(prefix);
        expect(Object.keys(payload_schema)).toHaveLength(filterFields.length + 2);
        return catalog;
      }),
    );
    expect(await catalogs[0]?.count(scope)).toBe(10);
    const { payload_schema } = await info(prefix);
    expect(payload_schema['service']).toMatchObject({ params: { type: 'keyword', is_tenant: true } });
    // All indexes have what was written: none came after a point.
    expect(payload_schema['service']?.points).toBe(10);
    await Promise.all(catalogs.map((catalog) => catalog.close()));
  });

  test('what a process that died left undone, and a setting that changed, is brought up to date', async () => {
    const prefix = newPrefix();
    const first = await openCatalog({ urls: [qdrant.url], prefix });
    await putAll(first, scope, [product('a', undefined, { s1: 'x' }), product('b')]);
    await first.close();
    const path = `/collections/${await onlyCollection(qdrant.url, prefix)}`;
    await ask(qdrant.url, `${path}/index/s1?wait=true`, { method: 'DELETE' });
    const wrong = { hnsw_config: { payload_m: 4 }, strict_mode_config: { enabled: false } };
    await ask(qdrant.url, path, { method: 'PATCH', body: wrong });
    const before = await info(prefix);
    expect(before.payload_schema['s1']).toBeUndefined();

    const notices: string[] = [];
    const changed = { writeConsistencyFactor: 2, shardNumber: 3, notice: (text: string) => notices.push(text) };
    const second = await openCatalog({ urls: [qdrant.url], prefix, ...changed });
    const after = await info(prefix);
    expect(after.payload_schema['s1']).toBeDefined();
    expect(after.config.hnsw_config).toMatchObject({ m: 0, payload_m: 16 });
    expect(after.config.strict_mode_config).toMatchObject({ enabled: true });
    expect(after.config.params).toMatchObject({ write_consistency_factor: 2 });
    expect(notices).toEqual([expect.stringContaining('has 1 shards, which cannot be changed to 3')]);
    const filters = [{ field: 's1', operator: 'equal', values: ['x'] } as const];
    const query = { vector: product('a').vector, limit: 9, filters };
    expect((await second.search(scope, query)).map(({ document }) => document.productId)).toEqual(['a']);
    await second.close();
  });

  test('a collection that a newer release made, or somebody else, is left alone', async () => {
    for (const [metadata, message] of [
      [{ schema: 99, embedding: 'e' }, 'made by a newer release'],
      [{}, 'was not made by this product'],
    ] as const) {
      const prefix = newPrefix();
      const catalog = await openCatalog({ urls: [qdrant.url], prefix });
      const name = await onlyCollection(qdrant.url, prefix);
      await catalog.close();
      await ask(qdrant.url, `/collections/${name}`, { method: 'DELETE' });
      const body = { vectors: { size: dimension, distance: 'Dot' }, metadata };
      await ask(qdrant.url, `/collections/${name}`, { method: 'PUT', body });
      await expect(openCatalog({ urls: [qdrant.url], prefix })).rejects.toThrow(message);
      expect((await info(prefix)).payload_schema).toEqual({});
    }
  });

  test('strict mode refuses a filter on a field without an index in reads', async () => {
    const prefix = newPrefix();
    const catalog = await openCatalog({ urls: [qdrant.url], prefix });
    await putAll(catalog, scope, [product('a')]);
    const path = `/collections/${await onlyCollection(qdrant.url, prefix)}/points`;
    const filter = (key: string) => ({ filter: { must: [{ key, match: { value: 'name of a' } }] } });
    for (const request of ['/scroll', '/count']) {
      const { status, error } = await ask(qdrant.url, `${path}${request}`, { body: filter('name') });
      expect([status, error]).toEqual([400, expect.stringContaining('Index required but not found for "name"')]);
    }
    expect((await ask(qdrant.url, `${path}/count`, { body: filter('service') })).status).toBe(200);
    expect(await catalog.count(scope)).toBe(1);
    await catalog.close();
  });
});
