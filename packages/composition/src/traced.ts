import type { Catalog } from '@openfashion/catalog';
import type { Downloader } from '@openfashion/imaging';
import { httpDownload, spanCalls, storeCall } from '@openfashion/tracing';

/** What requests and lines wait for. */
const operations: ReadonlySet<string> = new Set([
  'get',
  'existing',
  'search',
  'apply',
  'count',
] satisfies (keyof Catalog)[]);

/** @param system that the catalogue is kept in: `qdrant`, `sqlite` */
export const tracedCatalog = (catalog: Catalog, system: string): Catalog =>
  spanCalls(catalog, (method) => (operations.has(method) ? storeCall(system, method) : undefined));

export const tracedDownloader = (downloader: Downloader): Downloader =>
  spanCalls(downloader, (method, [address]) => (method === 'close' ? undefined : httpDownload(address)));
