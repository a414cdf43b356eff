import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedBackplane } from '@openfashion/backplane/embedded';
import type { CatalogDocument, Collection, Scope, Write } from '@openfashion/catalog';
import { openEmbeddedCatalog } from '@openfashion/catalog/embedded';
import { createTenancy } from '@openfashion/tenancy';
import { dataFolder } from '@openfashion/tenancy/operator';
import { unitVectors } from './vectors.js';

export interface FilledFolder extends AsyncDisposable {
  readonly directory: string;
  readonly keys: { readonly appKey: string; readonly secretKey: string };
  /** Name of the service with the documents `p0`, `p1`, … */
  readonly service: string;
  /** Where they are in the catalogue. */
  readonly scope: Scope;
}

/** One in ten and one in two hundred documents have the values that filters ask for. */
export const benchDocument = (row: number, vector: Float32Array): CatalogDocument => ({
  productId: `p${row}`,
  name: `product ${row}`,
  imageUrl: `http://pictures.example/${row}.jpg`,
  s1: row % 10 === 0 ? 'tenth' : `other${row % 9}`,
  s2: row % 200 === 0 ? 'rare' : 'common',
  vector,
  fingerprint: fingerprintOf(row),
  contentHash: '0'.repeat(64),
});

/** No two are of the same picture. */
function fingerprintOf(row: number): Uint8Array {
  return Uint8Array.from({ length: 192 }, (_, at) => (Math.imul(row + 1, 2654435761 + at * 40503) >>> 16) & 0xff);
}

/** A data folder of the single node with a service of so many documents, as if they had been indexed. */
export async function fillFolder(documents: number, collection: Collection): Promise<FilledFolder> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-'));
  const backplane = await openEmbeddedBackplane({ directory: dataFolder(directory).backplane });
  const catalog = await openEmbeddedCatalog({ directory: join(directory, 'catalog') });
  try {
    const tenancy = createTenancy({ backplane });
    const keys = await tenancy.createAppKey({ label: 'bench' });
    const service = await tenancy.createService(keys.appKey, 'bench', collection.embedding);
    await catalog.ensureCollection(collection);
    const scope = { service: service.id, embedding: collection.embedding };
    const vectors = unitVectors(documents, collection.dimension);
    for (let from = 0; from < documents; from += 1_000) {
      const batch = vectors
        .slice(from, from + 1_000)
        // Older than what any job writes.
        .map((vector, at): Write => ({ kind: 'put', seq: 0, document: benchDocument(from + at, vector) }));
      await catalog.apply(scope, batch);
    }
    return {
      directory,
      keys,
      service: service.name,
      scope,
      [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
    };
  } finally {
    await catalog.close();
    await backplane.close();
  }
}
