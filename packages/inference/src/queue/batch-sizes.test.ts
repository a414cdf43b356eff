import { expect, test } from 'vitest';
import { batchSizes } from './batch-sizes.js';

test('where batches save nothing, one at a time: nobody waits for another’s', () => {
  expect(batchSizes({ 1: 8, 2: 15, 4: 31 })).toEqual({ interactive: 1, indexing: 1 });
});

test('where they do, the smallest that is about as good as the best', () => {
  expect(batchSizes({ 1: 2, 2: 2.2, 4: 2.6, 8: 4, 16: 6.6, 32: 13 })).toEqual({ interactive: 16, indexing: 16 });
});

test('an indexing batch is kept short, but is never none', () => {
  expect(batchSizes({ 1: 10, 2: 15, 4: 22, 8: 38 })).toEqual({ interactive: 8, indexing: 4 });
  expect(batchSizes({ 1: 90, 2: 120, 4: 160 })).toEqual({ interactive: 4, indexing: 1 });
});
