import type { Milliseconds } from '@openfashion/contract';
import type { Client } from '../harness/client.js';
import type { TestNode } from '../harness/single-node.js';
import { starved } from './ask.js';
import { type CatalogueRow, type EvalData, sample } from './data.js';
import { exportVectors, type Vectors } from './vectors.js';

/** Products of a service and what became of them. */
export interface Gallery {
  readonly service: string;
  /** What was sent, by product id. */
  readonly rows: ReadonlyMap<string, CatalogueRow>;
  /** Ids of those that were indexed: an item was found in their picture. */
  readonly indexed: ReadonlySet<string>;
  /** The vectors that the product holds of them. */
  vectors(): Promise<Vectors>;
}

/** A product to index. */
export interface Product {
  readonly productId: string;
  readonly name: string;
  readonly imageUrl: string;
}

const linesAtOnce = 1_000;
const rounds = 3;
/** Seldom: to ask how far a job is takes processor time from the job. */
const askEvery: Milliseconds = 1_000;

/**
 * Index products through REST, a thousand at a time, and tell how far it has come. Lines that a starved machine lost are sent again.
 * @returns ids of those that were indexed
 */
export async function indexProducts(
  client: Client,
  service: string,
  products: readonly Product[],
  say: (line: string) => void,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (let start = 0; start < products.length; start += linesAtOnce) {
    let left = products.slice(start, start + linesAtOnce);
    for (let round = 1; left.length > 0 && round <= rounds; round++) {
      const lines = left.map((product) => ({ ...product, status: 'enable' }));
      const job = await client.ended(service, await client.send(service, lines), askEvery);
      for (const id of job.addedProductIds) ids.add(id);
      for (const { productId, reason } of job.failures ?? []) say(`  not indexed: ${productId} ${reason}`);
      const lost = new Set(job.failures?.filter(({ reason }) => starved.has(reason)).map(({ productId }) => productId));
      left = left.filter(({ productId }) => lost.has(productId));
    }
    say(`  ${Math.min(start + linesAtOnce, products.length)} of ${products.length} products of ${service} sent`);
  }
  return ids;
}

/** Take products out of a service again. */
export async function removeProducts(client: Client, service: string, ids: Iterable<string>): Promise<void> {
  await client.index(
    service,
    [...ids].map((productId) => ({ productId, status: 'disable' })),
  );
}

/** A row of the catalogue as a product. */
export const productOf = (row: CatalogueRow, addressOf: (path: string) => string): Product => ({
  productId: String(row.id),
  name: row.name || 'product',
  imageUrl: addressOf(`catalogue/${row.file}`),
});

interface GalleryOptions {
  readonly data: EvalData;
  readonly server: TestNode;
  addressOf(path: string): string;
  /** Products beside those that are judged; all where it is absent. */
  readonly train: number | undefined;
  readonly seed: number;
  say(line: string): void;
}

/** The catalogue as products of a service of its own, indexed when it is first asked for. */
export function openGallery({ data, server, addressOf, train, seed, say }: GalleryOptions): () => Promise<Gallery> {
  const { client, directory } = server;
  const service = 'gallery';
  let opened: Promise<Gallery> | undefined;

  async function open(): Promise<Gallery> {
    const judged = new Set(data.judged.catalogue);
    const others = data.catalogue.filter((row) => !judged.has(row));
    const chosen = [...judged, ...(train === undefined ? others : sample(others, train, seed))];
    await client.createService(service);
    const products = chosen.map((row) => productOf(row, addressOf));
    const ids = await indexProducts(client, service, products, say);
    return {
      service,
      rows: new Map(chosen.map((row) => [String(row.id), row])),
      indexed: ids,
      vectors: () => exportVectors(directory, client.appKey, service, ids),
    };
  }

  return () => {
    opened ??= open();
    return opened;
  };
}
