import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalog, CatalogDocument, Scope, Write } from '@openfashion/catalog';
import { openEmbeddedCatalog } from '@openfashion/catalog/embedded';
import { openQdrantCatalog } from '@openfashion/catalog/qdrant';
import { eventually } from '../../harness/eventually.js';
import { type QdrantUnderTest, startQdrant } from '../../harness/qdrant-server.js';

/** Both stores, empty. */
export interface Stores extends AsyncDisposable {
  readonly qdrant: Catalog;
  readonly embedded: Catalog;
  readonly server: QdrantUnderTest;
}

export async function openStores(): Promise<Stores> {
  const server = await startQdrant();
  const directory = await mkdtemp(join(tmpdir(), 'bench-recall-'));
  const qdrant = await openQdrantCatalog({ urls: [server.url], prefix: `bench_${process.pid}`, timeout: 60_000 });
  const embedded = await openEmbeddedCatalog({ directory });
  return {
    qdrant,
    embedded,
    server,
    async [Symbol.asyncDispose]() {
      await qdrant.close();
      await embedded.close();
      await server[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Write documents in batches of 1,000 with seq 1, 2, … */
export async function fill(catalog: Catalog, scope: Scope, documents: readonly CatalogDocument[]): Promise<void> {
  for (let from = 0; from < documents.length; from += 1_000) {
    const batch = documents
      .slice(from, from + 1_000)
      .map((document, at): Write => ({ kind: 'put', seq: from + at + 1, document }));
    await catalog.apply(scope, batch);
  }
}

/** Wait until the server has built its graphs. @returns how many vectors are in them */
export async function indexed({ url }: QdrantUnderTest, patience = 900_000): Promise<number> {
  let vectors = 0;
  const prefix = `bench_${process.pid}-vectors-`;
  await eventually(
    'all collections are indexed',
    async () => {
      const { collections } = await get<{ collections: { name: string }[] }>(`${url}/collections`);
      vectors = 0;
      for (const { name } of collections.filter((one) => one.name.startsWith(prefix))) {
        const info = await get<{ status: string; indexed_vectors_count: number }>(`${url}/collections/${name}`);
        if (info.status !== 'green') return false;
        vectors += info.indexed_vectors_count;
      }
      return true;
    },
    patience,
  );
  return vectors;
}

async function get<Result>(url: string): Promise<Result> {
  return ((await (await fetch(url)).json()) as { result: Result }).result;
}
