import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Catalog } from '@openfashion/catalog';
import type { Indexing } from '@openfashion/indexing';
import { picturesDirectory, sampleDataFile, sampleProducts } from '@openfashion/samples';
import type { Service, Tenancy } from '@openfashion/tenancy';

/** Path under which the sample pictures are served. */
export const samplesPath = '/samples';
/** Label of the tenant that owns the sample catalogue, and the name of its service. */
export const samplesLabel = 'samples';
export const samplesService = 'catalogue';

/** The bytes of a picture that this very server serves: it is read without the network (rule 7.2). */
export function ownPictures(bases: readonly string[]): (url: URL) => Promise<Uint8Array | undefined> {
  return async (url) => {
    const folder = bases.map((base) => `${base}${samplesPath}/`).find((prefix) => url.href.startsWith(prefix));
    if (folder === undefined) return undefined;
    const name = url.pathname.slice(new URL(folder).pathname.length);
    if (basename(name) !== name || !/^[a-z0-9-]+\.jpg$/.test(name)) return undefined;
    return readFile(join(picturesDirectory, name)).catch(() => undefined);
  };
}

interface SampleContext {
  readonly tenancy: Tenancy;
  readonly catalog: Catalog;
  readonly indexing: Indexing;
  /** Embedding id of new services. */
  readonly embedding: string;
  readonly baseUrl: string;
}

const scopeOf = ({ id, embedding }: Service) => ({ service: id, embedding });

/**
 * See that the sample catalogue of this tenant is indexed under the present address; does nothing where it is.
 * Safe to repeat after a start that was cut short.
 * @returns the number of products, once the last job has ended or `signal` is aborted
 */
export async function indexSamples(context: SampleContext, appKey: string, signal: AbortSignal): Promise<number> {
  const { tenancy, catalog, indexing, embedding, baseUrl } = context;
  const services = await tenancy.listServices(appKey);
  const service =
    services.find(({ name }) => name === samplesService) ??
    (await tenancy.createService(appKey, samplesService, embedding));
  if (!(await isIndexed(context, service))) {
    const slot = await indexing.openSlot(service);
    try {
      const data = new TextEncoder().encode(sampleDataFile(baseUrl));
      await indexing.accept({ appKey, service, slot, format: 'jsonl', filename: 'samples.jsonl', data });
    } finally {
      await slot.release();
    }
  }
  while (!signal.aborted && (await isUnderWay(context, service))) await pause(100);
  return catalog.count(scopeOf(service));
}

/** Whether a job is on its way, or the products are there with addresses that still lead here. */
async function isIndexed(context: SampleContext, service: Service): Promise<boolean> {
  if (await isUnderWay(context, service)) return true;
  const [first] = sampleProducts();
  const stored = first && (await context.catalog.get(scopeOf(service), first.productId));
  return stored?.imageUrl.startsWith(`${context.baseUrl}${samplesPath}/`) ?? false;
}

async function isUnderWay({ indexing }: SampleContext, service: Service): Promise<boolean> {
  const { total } = await indexing.list(service, {
    start: 0,
    limit: 1,
    order: { field: 'requestedTime', direction: 'desc' },
    statuses: ['reserved', 'running'],
  });
  return total > 0;
}
