import { expect, test } from 'vitest';
import { type ChunkResult, decodeResult, encodeResult } from './chunk-result.js';

test('a chunk result comes back bit by bit', () => {
  const result: ChunkResult = {
    embeddings: ['e1', 'e2'],
    lines: [
      {
        kind: 'put',
        document: {
          productId: '상품',
          name: 'n',
          imageUrl: 'http://a.kr/',
          s1: 'x',
          fingerprint: new Uint8Array([0, 127, 255]),
          contentHash: 'ab',
        },
        vectors: [new Float32Array([0.1, -1, 1e-30]), new Float32Array([1])],
      },
      { kind: 'remove', productId: 'b' },
      { kind: 'failed', reason: 'InvalidLine' },
      { kind: 'failed', reason: 'NoDetectedFashionItems', productId: 'c' },
    ],
  };
  expect(decodeResult(encodeResult(result))).toEqual(result);
});
