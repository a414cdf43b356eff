import { expect, test } from 'vitest';
import { collectionName, collectionPrefix, droppedName, pointId, tombstoneId } from './names.js';

test('a point’s id is a UUID that only its own service and product have', () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const pairs = [
    ['a', 'b'],
    ['ab', ''],
    ['', 'ab'],
    ['a","b', 'c'],
    ['a', 'b","c'],
    ['a\0b', 'c'],
    ['a', 'b\0c'],
    ['a', 'b\ud800'],
    ['a', 'b\ufffd'],
  ] as const;
  const ids = pairs.flatMap(([service, productId]) => [
    pointId(service, productId),
    tombstoneId(`${service}${productId}`),
  ]);
  for (const id of ids) expect(id).toMatch(uuid);
  // Four of the pairs' joined texts are the same: their tombstones are.
  expect(new Set(pairs.map(([service, productId]) => pointId(service, productId))).size).toBe(pairs.length);
  expect(pointId('a', 'b')).toBe(pointId('a', 'b'));
  expect(ids.filter((id) => id === tombstoneId('ab'))).toHaveLength(3);
});

test('collections of different embeddings have different names, without a character that a server refuses', () => {
  const embeddings = ['e1', 'e/1', 'e_1', 'e:1', '가', '나', 'x'.repeat(300), '../../etc'];
  const names = embeddings.map((embedding) => collectionName('shop', embedding));
  expect(new Set(names).size).toBe(embeddings.length);
  for (const name of names) {
    expect(name).toMatch(/^shop-vectors-[A-Za-z0-9._]+-[0-9a-f]{12}$/);
    expect(name.length).toBeLessThan(120);
  }
});

test('names of one prefix never begin with those of another', () => {
  const prefixes = ['a', 'a_vectors', 'ab', 'a_'];
  for (const one of prefixes) {
    for (const other of prefixes.filter((prefix) => prefix !== one)) {
      expect(collectionName(other, 'e').startsWith(collectionPrefix(one))).toBe(false);
      expect(droppedName(other).startsWith(collectionPrefix(one))).toBe(false);
    }
  }
});
