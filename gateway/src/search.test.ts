import type { Catalog, CatalogDocument } from '@openfashion/catalog';
import { type Embedder, embeddersOf } from '@openfashion/inference';
import type { Service } from '@openfashion/tenancy';
import { expect, test } from 'vitest';
import { searchByProduct, searchByRegion } from './search.js';

const dimensions: Readonly<Record<string, number>> = { old: 2, new: 3 };
const embedder = (id: 'old' | 'new'): Embedder => ({
  embedding: { id, dimension: dimensions[id] ?? 0 },
  embed: async (regions) => regions.map(() => new Float32Array(dimensions[id] ?? 0).fill(0.5)),
});

/** A catalogue of one other product, that says by its name in which collection and with how long a vector it was found. */
const catalog: Pick<Catalog, 'get' | 'collection' | 'search'> = {
  get: async ({ embedding }, productId) => ({
    ...document(productId),
    vector: new Float32Array(dimensions[embedding] ?? 0),
  }),
  // Similarity reads differently in each collection (rule 5.2).
  collection: async (embedding) => ({
    embedding,
    dimension: dimensions[embedding] ?? 0,
    ...(embedding === 'new' && { calibration: [[0, 0.5] as const, [1, 1] as const] }),
  }),
  search: async ({ embedding }, { vector }) => [{ document: document(`${embedding} ${vector.length}`), cosine: 0 }],
};

const document = (productId: string): Omit<CatalogDocument, 'vector'> => ({
  productId,
  name: productId,
  imageUrl: 'http://shop.example/1.jpg',
  fingerprint: new Uint8Array(192),
  contentHash: '',
});

const service = (embedding: string, also?: string): Service => ({
  id: 's',
  name: 'shop',
  createdAt: 0,
  embedding,
  ...(also !== undefined && { also }),
});
const options = { limit: 5, filters: [], includeDuplicates: true };
const call = { lane: 'interactive', deadline: 1, signal: new AbortController().signal } as const;
const region = {
  picture: { width: 1, height: 1, data: new Uint8Array(3) },
  box: { x0: 0, y0: 0, x1: 1, y1: 1 },
};
const both = { catalog: catalog as Catalog, embedders: embeddersOf(embedder('old'), embedder('new')) };

test.each([
  ['before a switch', service('old', 'new'), { name: 'old 2', similarity: 0 }],
  ['after it', service('new', 'old'), { name: 'new 3', similarity: 0.5 }],
])(
  '%s a picture is embedded by, and searched in, what is in force, and its similarity read so',
  async (_, at, item) => {
    expect(await searchByRegion(both, call, at, region, options)).toMatchObject([item]);
    expect(await searchByProduct(both, at, 'p', options)).toMatchObject([item]);
  },
);

test('without an embedder for what is in force only search by product id goes on', async () => {
  const context = { ...both, embedders: embeddersOf(embedder('new')) };
  expect(await searchByProduct(context, service('old', 'new'), 'p', options)).toMatchObject([{ name: 'old 2' }]);
  await expect(searchByRegion(context, call, service('old', 'new'), region, options)).rejects.toThrow(
    'service shop (s) has vectors of old, and the embedders make new',
  );
});
