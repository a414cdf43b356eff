import { expect, test } from 'vitest';
import { seqOf } from '../state/chunk.js';
import type { LineResult } from '../state/chunk-result.js';
import { effectsOf } from './effects.js';

const put = (productId: string, name = productId): LineResult => ({
  kind: 'put',
  document: {
    productId,
    name,
    imageUrl: `http://shop/${productId}`,
    fingerprint: new Uint8Array(192),
    contentHash: '00',
  },
  vectors: [new Float32Array([1, 0]), new Float32Array([0, 0, 1])],
});
const remove = (productId: string): LineResult => ({ kind: 'remove', productId });

test('each line that takes effect is written with its own seq, of a product only the last', () => {
  const lines = [put('a', 'first'), put('b'), remove('b'), put('a', 'second'), put('c')];
  const { writes } = effectsOf(3, 64, lines, ['added', 'added', 'deleted', 'updated', 'exceeded']);
  expect(writes(0)).toMatchObject([
    { kind: 'put', seq: seqOf(3, 67), document: { productId: 'a', name: 'second' } },
    { kind: 'remove', seq: seqOf(3, 66), productId: 'b' },
  ]);
});

test('a collection is written the vectors that are its own, with the same seq', () => {
  const { writes } = effectsOf(3, 0, [put('a'), remove('b')], ['added', 'deleted']);
  expect(writes(1)).toMatchObject([
    { kind: 'put', seq: seqOf(3, 0), document: { productId: 'a', vector: new Float32Array([0, 0, 1]) } },
    { kind: 'remove', seq: seqOf(3, 1), productId: 'b' },
  ]);
  expect(() => writes(2)).toThrow('vector');
});

test('a later line of any job has a greater seq', () => {
  expect(seqOf(1, 9_999)).toBeLessThan(seqOf(2, 0));
});

test('the report lists ids in line order; a failed line without id is counted, not listed (rule 8.11)', () => {
  const lines: LineResult[] = [
    { kind: 'failed', reason: 'InvalidLine' },
    put('b'),
    { kind: 'failed', reason: 'ImageTimeoutError', productId: 'c' },
    put('a'),
    remove('z'),
  ];
  const { report, counts, writes } = effectsOf(1, 10, lines, ['failed', 'added', 'failed', 'added', 'deleted']);
  expect(counts).toEqual({ added: 2, updated: 0, deleted: 1, failed: 2, exceeded: 0 });
  expect(report).toEqual({
    added: ['b', 'a'],
    updated: [],
    deleted: ['z'],
    failed: ['c'],
    exceeded: [],
    failures: [
      { line: 11, reason: 'InvalidLine' },
      { line: 13, reason: 'ImageTimeoutError', productId: 'c' },
    ],
  });
  expect(writes(0)).toHaveLength(3);
});
