import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backplane } from '@openfashion/backplane';
import { openEmbeddedBackplane } from '@openfashion/backplane/embedded';
import type { Catalog, CatalogDocument } from '@openfashion/catalog';
import { openEmbeddedCatalog } from '@openfashion/catalog/embedded';
import type { JobDetail } from '@openfashion/contract';
import { createDecoder, createDownloader, type Downloader } from '@openfashion/imaging';
import { createModelChanges, createTenancy, type ModelChanges, type Service, type Tenancy } from '@openfashion/tenancy';
import { createIndexing, type Indexing, type IndexingOptions, type IndexingSettings } from '../src/index.js';
import { embeddings, makeModels } from './models.js';

export const quickSettings: Partial<IndexingSettings> = {
  chunkLines: 5,
  tick: 50,
  rest: 50,
  patience: 100,
  leaseRenewal: 50,
  leaseExpiry: 400,
  ackWait: 2_000,
  reclaiming: 50,
  retirement: 50,
};

/** Stores in a folder, and what tests ask of them. */
export interface World {
  readonly backplane: Backplane;
  readonly catalog: Catalog;
  readonly tenancy: Tenancy;
  readonly modelChanges: ModelChanges;
  readonly downloader: Downloader;
  /** Parts of an indexing on these stores; models of {@link makeModels} unless given. */
  indexing(options?: Partial<IndexingOptions>): Indexing;
  /** A service of an app key of its own. */
  createService(name?: string, embedding?: string): Promise<Service>;
  appKeyOf(service: Service): Promise<string>;
  /** Those of the vectors in force, or of other ones. */
  documents(service: Service, embedding?: string): Promise<CatalogDocument[]>;
  close(): Promise<void>;
}

/** @param at a folder that stays; without it a new one that goes when the world is closed */
export async function openWorld(at?: string): Promise<World> {
  const directory = at ?? (await mkdtemp(join(tmpdir(), 'indexing-')));
  await mkdir(directory, { recursive: true });
  const backplane = await openEmbeddedBackplane({ directory: join(directory, 'backplane') });
  const catalog = await openEmbeddedCatalog({ directory: join(directory, 'catalog') });
  for (const { id, dimension } of embeddings) await catalog.ensureCollection({ embedding: id, dimension });
  const tenancy = createTenancy({ backplane });
  const modelChanges = createModelChanges({ backplane, tenancy });
  const downloader = createDownloader({ allowCidrs: ['127.0.0.0/8'] });
  const decoder = createDecoder();
  const appKeyOf = async ({ id }: Service) => {
    const owned = [...(await tenancy.allServices()), ...(await tenancy.deletedServices())];
    const found = owned.find(({ service }) => service.id === id);
    if (found === undefined) throw new Error(`no service ${id}`);
    return found.appKey;
  };
  return {
    backplane,
    catalog,
    tenancy,
    modelChanges,
    downloader,
    appKeyOf,
    indexing: ({ settings, ...options } = {}) =>
      createIndexing({
        backplane,
        catalog,
        tenancy,
        downloader,
        decoder,
        ...makeModels(),
        settings: { ...quickSettings, ...settings },
        ...options,
      }),
    createService: async (name = 'products', embedding = 'colour') => {
      const { appKey } = await tenancy.createAppKey();
      return tenancy.createService(appKey, name, embedding);
    },
    async documents(service, embedding = service.embedding) {
      const documents: CatalogDocument[] = [];
      for await (const { document } of catalog.export({ service: service.id, embedding })) documents.push(document);
      return documents.sort((a, b) => (a.productId < b.productId ? -1 : 1));
    },
    async close() {
      await downloader.close();
      await catalog.close();
      await backplane.close();
      if (at === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}

export type Line = string | { readonly productId: string; readonly [field: string]: string };

export const enable = (productId: string, imageUrl: string, fields: object = {}): Line => ({
  productId,
  status: 'enable',
  name: `name of ${productId}`,
  imageUrl,
  ...fields,
});
export const disable = (productId: string): Line => ({ productId, status: 'disable' });

export const fileOf = (lines: readonly Line[]): Uint8Array =>
  new TextEncoder().encode(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));

/** Send a file as a request does. */
export async function send(
  { appKeyOf }: Pick<World, 'appKeyOf'>,
  indexing: Indexing,
  service: Service,
  lines: readonly Line[],
): Promise<string> {
  const slot = await indexing.openSlot(service);
  try {
    return await indexing.accept({
      appKey: await appKeyOf(service),
      service,
      slot,
      format: 'jsonl',
      filename: 'products.jsonl',
      data: fileOf(lines),
    });
  } finally {
    await slot.release();
  }
}

/** Wait until a job ended. */
export async function ended(
  { backplane }: Pick<World, 'backplane'>,
  indexing: Indexing,
  service: Service,
  indexId: string,
): Promise<JobDetail> {
  const stop = new AbortController();
  for await (const change of backplane.keyValue('index-jobs').watch(`${service.id}/`, stop.signal)) {
    const record = change.kind === 'put' ? JSON.parse(Buffer.from(change.entry.value).toString()) : {};
    if (record.id === indexId && record.finishTime !== null)
      return indexing.detail(service, indexId, { failures: true });
  }
  throw new Error(`job ${indexId} did not end`);
}

/** Run while the work goes on, then stop and drain. */
export async function running<Result>(
  indexings: Indexing | readonly Indexing[],
  work: () => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  const runs = [indexings].flat().map((indexing) => indexing.run(stop.signal));
  try {
    return await work();
  } finally {
    stop.abort();
    await Promise.all(runs);
  }
}
