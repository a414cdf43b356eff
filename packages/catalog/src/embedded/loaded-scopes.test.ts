import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { folders } from '../../test/folders.js';
import type { Write } from '../port.js';
import { openForReading, transaction } from './database.js';
import { openEmbeddedCatalog } from './index.js';
import { LoadedScopes } from './loaded-scopes.js';

const newFolder = folders(afterAll);

const vector = Float32Array.of(1, 0);
const put = (seq: number, productId: string): Write => ({
  kind: 'put',
  seq,
  document: { productId, name: 'n', imageUrl: 'u', vector, fingerprint: new Uint8Array(1), contentHash: '' },
});

async function opened(maxBytes: number) {
  const directory = await newFolder();
  const catalog = await openEmbeddedCatalog({ directory });
  await catalog.ensureCollection({ embedding: 'e', dimension: 2 });
  const database = openForReading(join(directory, 'catalog.db'));
  const vectors = new LoadedScopes(database, maxBytes);
  return {
    catalog,
    vectors,
    follow: (service: string) => transaction(database, 'BEGIN', () => vectors.follow({ service, embedding: 'e' })),
    async close() {
      database.close();
      await catalog.close();
    },
  };
}
const scope = (service: string) => ({ service, embedding: 'e' });

test('an index is kept and follows; a dropped service has none', async () => {
  const { catalog, follow, vectors, close } = await opened(Number.POSITIVE_INFINITY);
  expect(follow('s')).toBeUndefined();
  await catalog.apply(scope('s'), [put(1, 'a'), put(2, 'b')]);
  const index = follow('s');
  expect(index?.size).toBe(2);
  await catalog.apply(scope('s'), [put(3, 'c'), { kind: 'remove', seq: 4, productId: 'a' }]);
  expect(follow('s')).toBe(index);
  expect(index?.size).toBe(2);
  // Of a removal whose marker is gone, the index that missed it is read anew.
  await catalog.apply(scope('s'), [{ kind: 'remove', seq: 5, productId: 'b' }]);
  await catalog.forgetRemovals(scope('s'), 100);
  expect(follow('s')?.size).toBe(1);
  vectors.release('s');
  expect(follow('s')?.size).toBe(1);
  await catalog.drop('s');
  expect(follow('s')).toBeUndefined();
  await close();
});

test('the index of a cleared scope is not taken for that of what was written to it since', async () => {
  const { catalog, follow, close } = await opened(Number.POSITIVE_INFINITY);
  await catalog.apply(scope('s'), [put(1, 'a')]);
  const before = follow('s');
  await catalog.clear(scope('s'));
  await catalog.apply(scope('s'), [put(1, 'b')]);
  const after = follow('s');
  expect(after).not.toBe(before);
  expect(after?.search({ vector, limit: 9, filters: [] })).toHaveLength(1);
  await catalog.clear(scope('s'));
  expect(follow('s')).toBeUndefined();
  await close();
});

test('when there is no room, the index that was searched longest ago goes', async () => {
  const one = 65_536;
  const { catalog, follow, close } = await opened(2 * one);
  for (const service of ['s', 't', 'u']) await catalog.apply(scope(service), [put(1, 'p')]);
  const [s, t] = [follow('s'), follow('t')];
  expect(s?.bytes).toBe(one);
  expect(follow('s')).toBe(s);
  expect(follow('u')?.size).toBe(1);
  expect(follow('s')).toBe(s);
  const again = follow('t');
  expect(again).not.toBe(t);
  expect(again?.size).toBe(1);
  await close();
});
