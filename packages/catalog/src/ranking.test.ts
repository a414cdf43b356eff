import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Match } from './port.js';
import { rank, similarityOf } from './ranking.js';

const match = (productId: string, cosine: number, picture = productId): Match => ({
  cosine,
  document: {
    productId,
    name: productId,
    imageUrl: 'http://a.kr/',
    fingerprint: new TextEncoder().encode(picture),
    contentHash: '',
  },
});
const samePicture = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;
const options = { collection: {}, includeDuplicates: false, samePicture };
const shown = (matches: readonly Match[], more: object = {}) =>
  rank(matches, { ...options, ...more }).map(({ document, similarity }) => `${document.productId} ${similarity}`);

test('similarity is clipped and has five decimals; order is by it, then by product id', () => {
  expect(shown([match('c', 0.1234549), match('b', 0.123451), match('a', 1.0000001), match('d', -0.2)])).toEqual([
    'a 1',
    'b 0.12345',
    'c 0.12345',
    'd 0',
  ]);
});

test('products of one similarity stand in code point order of their ids', () => {
  const ids = ['👗', '\uFF5E', 'b', 'a'];
  expect(shown(ids.map((id, index) => match(id, 0.5 + index * 1e-7)))).toEqual([
    'a 0.5',
    'b 0.5',
    '\uFF5E 0.5',
    '👗 0.5',
  ]);
});

test('minSimilarity compares with the rounded value', () => {
  expect(shown([match('a', 0.799996), match('b', 0.799994)], { minSimilarity: 0.8 })).toEqual(['a 0.8']);
});

describe('duplicates (rule 5.3)', () => {
  const list = [match('a', 0.9, 'x'), match('b', 0.8, 'x'), match('c', 0.7, 'y')];
  test('the first of one picture stays', () => expect(shown(list)).toEqual(['a 0.9', 'c 0.7']));
  test('all stay when asked for', () => expect(shown(list, { includeDuplicates: true })).toHaveLength(3));
  test('the query’s own picture is a duplicate too', () => {
    expect(shown(list, { query: { fingerprint: new TextEncoder().encode('x') } })).toEqual(['c 0.7']);
  });
  test('likeness is not passed on', () => {
    const close = (a: Uint8Array, b: Uint8Array) => Math.abs((a[0] ?? 0) - (b[0] ?? 0)) <= 1;
    expect(shown([match('1', 0.9), match('2', 0.8), match('3', 0.7)], { samePicture: close })).toEqual([
      '1 0.9',
      '3 0.7',
    ]);
  });
});

test('a calibration maps cosines between its knots, is monotone and keeps 1', () => {
  const calibration = [
    [-1, 0],
    [0.5, 0.2],
    [0.8, 0.8],
    [1, 1],
  ] as const;
  expect(similarityOf(1, calibration)).toBe(1);
  expect(similarityOf(0.65, calibration)).toBeCloseTo(0.5, 5);
  expect(similarityOf(-2, calibration)).toBe(0);
  const cosine = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(cosine, cosine, (a, b) => {
      expect(similarityOf(Math.max(a, b), calibration)).toBeGreaterThanOrEqual(
        similarityOf(Math.min(a, b), calibration),
      );
    }),
  );
});
