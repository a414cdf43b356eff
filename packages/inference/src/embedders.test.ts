import { expect, test } from 'vitest';
import { embeddersOf } from './embedders.js';
import type { Embedder } from './port.js';

const embedder = (id: string): Embedder => ({ embedding: { id, dimension: 4 }, embed: async () => [] });

test('embedders are asked by embedding id; the first is that of new services', () => {
  const [a, b] = [embedder('a'), embedder('b')];
  const embedders = embeddersOf(a, b);
  expect([embedders.default, embedders.of('a'), embedders.of('b'), embedders.of('c')]).toEqual([a, a, b, undefined]);
});

test('of two that make the same vectors the first is asked', () => {
  const [a, again] = [embedder('a'), embedder('a')];
  const embedders = embeddersOf(a, again);
  expect(embedders.of('a')).toBe(a);
  expect(embedders.all).toEqual([a]);
});
