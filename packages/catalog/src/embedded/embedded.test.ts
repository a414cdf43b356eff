import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { Unavailable } from '@openfashion/contract';
import { afterAll, expect, test } from 'vitest';
import { folders } from '../../test/folders.js';
import type { Catalog, CatalogDocument, Write } from '../port.js';
import { catalogSuite } from '../suite.js';
import { openForReading } from './database.js';
import { openEmbeddedCatalog } from './index.js';

const newFolder = folders(afterAll);

catalogSuite('embedded', async () => openEmbeddedCatalog({ directory: await newFolder() }));

const scope = { service: 's', embedding: 'e' };
const everything = { vector: Float32Array.of(1, 0), limit: 200, filters: [] };

function product(productId: string, more: Partial<CatalogDocument> = {}): CatalogDocument {
  const vector = Float32Array.of(1, 0);
  return { productId, name: 'n', imageUrl: 'u', vector, fingerprint: new Uint8Array(192), contentHash: '', ...more };
}
const put = (seq: number, document: CatalogDocument): Write => ({ kind: 'put', seq, document });
const products = (count: number, prefix = 'p') =>
  Array.from({ length: count }, (_, index) => put(index + 1, product(`${prefix}${index}`)));

async function open(directory: string): Promise<Catalog> {
  const catalog = await openEmbeddedCatalog({ directory });
  await catalog.ensureCollection({ embedding: 'e', dimension: 2 });
  return catalog;
}
const found = async (catalog: Catalog, limit = 200) =>
  (await catalog.search(scope, { ...everything, limit })).map(({ document }) => document.productId);

test('of equally near documents, the cut of the limit keeps the first by product id, however they came', async () => {
  const catalog = await open(await newFolder());
  const ids = ['c', 'a', '\uFF5E', 'b', '👗'];
  await catalog.apply(
    scope,
    ids.map((id, index) => put(index + 1, product(id))),
  );
  await catalog.apply(scope, [{ kind: 'remove', seq: 9, productId: 'b' }, put(10, product('ab'))]);
  const inOrder = ['a', 'ab', 'c', '\uFF5E', '👗'];
  for (const limit of [1, 2, 3, 4, 5]) expect(await found(catalog, limit)).toEqual(inOrder.slice(0, limit));
  await catalog.close();
});

test('everything is there after a restart: documents, markers, collections, dropped services', async () => {
  const directory = await newFolder();
  const first = await open(directory);
  await first.apply(scope, [...products(3), { kind: 'remove', seq: 9, productId: 'p1' }]);
  await first.apply({ ...scope, service: 'gone' }, products(3));
  await first.drop('gone');
  await first.close();

  const second = await openEmbeddedCatalog({ directory });
  expect(await second.collection('e')).toEqual({ embedding: 'e', dimension: 2 });
  await second.apply(scope, [put(8, product('p1'))]);
  expect(await found(second)).toEqual(['p0', 'p2']);
  await second.apply({ ...scope, service: 'gone' }, products(3));
  expect(await second.count({ ...scope, service: 'gone' })).toBe(0);
  await second.close();
});

test('a write that cannot be stored does not fail those that are committed with it', async () => {
  const catalog = await open(await newFolder());
  const impossible = product('bad', { name: null as unknown as string });
  // The first is being committed while the others gather.
  const outcomes = await Promise.allSettled(
    [product('a'), product('b'), impossible, product('c')].map((one, index) =>
      catalog.apply(scope, [put(index + 1, product(`with-${one.productId}`)), put(index + 1, one)]),
    ),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(outcomes[2]).toMatchObject({ reason: expect.any(Unavailable) });
  expect(await found(catalog)).toEqual(['a', 'b', 'c', 'with-a', 'with-b', 'with-c']);
  expect(await catalog.count(scope)).toBe(6);
  await catalog.close();
});

test('a thread that dies fails the calls under way, and the next ones find everything', async () => {
  const threads: Worker[] = [];
  const note = (worker: Worker) => threads.push(worker);
  process.on('worker', note);
  const catalog = await open(await newFolder());
  await catalog.apply(scope, products(3));
  expect(await found(catalog)).toHaveLength(3);
  for (const [index, call] of [
    () => catalog.apply(scope, [put(9, product('q'))]),
    () => catalog.search(scope, everything),
  ].entries()) {
    // No request looks like this: the thread ends with an error.
    threads[index]?.postMessage(null);
    await expect(call()).rejects.toBeInstanceOf(Unavailable);
  }
  await catalog.ping();
  await catalog.apply(scope, [put(9, product('q'))]);
  expect(await found(catalog)).toEqual(['p0', 'p1', 'p2', 'q']);
  expect(threads).toHaveLength(4);
  await catalog.close();
  process.off('worker', note);
});

test('what a dropped service left is deleted in the background, also after a restart, and its space given back', async () => {
  const directory = await newFolder();
  const first = await open(directory);
  for (const prefix of ['a', 'b', 'c', 'd']) await first.apply(scope, products(1_000, prefix));
  const removals = products(1_000, 'a').map(
    ({ seq }, index): Write => ({ kind: 'remove', seq, productId: `${index}` }),
  );
  await first.apply(scope, removals);
  const stays = { ...scope, service: 'stays' };
  await first.apply(stays, products(2));
  await first.drop(scope.service);
  await first.close();

  const reading = openForReading(join(directory, 'catalog.db'));
  const left = () =>
    reading
      .prepare(`SELECT
        (SELECT count(*) FROM documents) AS documents, (SELECT count(*) FROM removals) AS removals,
        (SELECT count(*) FROM scopes) AS scopes, (SELECT page_count FROM pragma_page_count) AS pages`)
      .get() as Record<'documents' | 'removals' | 'scopes' | 'pages', number>;
  const before = left();
  expect(before).toMatchObject({ removals: 1_000, scopes: 2 });
  const second = await open(directory);
  await expect.poll(left, { timeout: 20_000 }).toMatchObject({ documents: 2, removals: 0, scopes: 1 });
  await expect.poll(() => left().pages).toBeLessThan(before.pages / 4);
  expect(await second.count(stays)).toBe(2);
  reading.close();
  await second.close();
});

test('after close, calls are refused and what was accepted before is done', async () => {
  const directory = await newFolder();
  const first = await open(directory);
  const accepted = Array.from({ length: 20 }, (_, index) => first.apply(scope, [put(index + 1, product(`p${index}`))]));
  // Then the others wait for the next commit.
  await accepted[0];
  await first.close();
  await Promise.all(accepted);
  await expect(first.apply(scope, products(1))).rejects.toBeInstanceOf(Unavailable);
  await expect(first.search(scope, everything)).rejects.toBeInstanceOf(Unavailable);
  await expect(first.ping()).rejects.toBeInstanceOf(Unavailable);
  await first.close();
  const second = await open(directory);
  expect(await second.count(scope)).toBe(20);
  await second.close();
});
