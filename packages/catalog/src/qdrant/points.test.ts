import fc from 'fast-check';
import { expect, test } from 'vitest';
import { product, put, remove } from '../suite/samples.js';
import { type Point, seqOf, toDocument, toPoint, toSamePoint, toTombstone } from './points.js';

test('a document comes back as it was, its vector bit by bit', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(
      fc.float32Array({ maxLength: 20 }),
      fc.uint8Array({ maxLength: 200 }),
      text,
      fc.record({ category1Id: text, category2Id: text, category3Id: text, s1: text, s2: text }, { requiredKeys: [] }),
      (vector, fingerprint, name, fields) => {
        const document = product('p', vector, { name, fingerprint, ...fields });
        const { id, payload } = JSON.parse(JSON.stringify(toPoint('service', put(7, document)))) as Point;
        const stored = { id, payload: payload ?? {} };
        expect(toDocument('service', stored)).toEqual(document);
        expect(seqOf(stored)).toBe(7);
        expect(toSamePoint(stored)).toEqual(toPoint('service', put(7, document)));
        expect(toDocument('Service', stored)).toBeUndefined();
      },
    ),
    { numRuns: 50 },
  );
});

test('bytes that are part of a larger buffer are stored alone', () => {
  const fingerprint = new TextEncoder().encode('before fingerprint after').subarray(7, 18);
  const document = product('p', Float32Array.of(1), { fingerprint });
  expect(toPoint('s', put(1, document)).payload).toMatchObject({ fingerprint: btoa('fingerprint') });
});

test('a marker and a tombstone are no document of the service, and have no vector', () => {
  for (const point of [toPoint('service', remove(3, 'p')), toTombstone('service')]) {
    expect(toDocument('service', { id: point.id, payload: point.payload ?? {} })).toBeUndefined();
    expect(point.vector).toEqual({});
    expect(toSamePoint({ id: point.id, payload: point.payload ?? {} })).toEqual(point);
    expect(seqOf({ id: point.id, payload: point.payload ?? {} })).toBeGreaterThanOrEqual(0);
  }
});
