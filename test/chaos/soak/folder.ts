import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Client, createClient } from '../../harness/client.js';
import { pictures } from '../../harness/picture-forms.js';
import { ServerProcess, shopSettings } from '../../harness/server-process.js';

export const service = 'soak';

/** Start the product on a folder, as a shop beside it needs it. */
export const startServer = (directory: string): ServerProcess => new ServerProcess(directory, shopSettings);

export interface PreparedFolder extends AsyncDisposable {
  readonly directory: string;
  readonly keys: { readonly appKey: string; readonly secretKey: string };
  readonly productIds: readonly string[];
}

/** A data folder with a catalogue of products that was indexed, of a server that was stopped. */
export async function prepareFolder(site: string, products: number, pool: number): Promise<PreparedFolder> {
  const directory = await mkdtemp(join(tmpdir(), 'openfashion-soak-'));
  await using server = startServer(directory);
  const { baseUrl, appKey, secretKey } = await server.firstClient();
  const client: Client = createClient(baseUrl, { appKey, secretKey });
  await client.createService(service);
  const address = (index: number) => `${site}/${basename(pictures[index % pictures.length] ?? '')}`;
  const productIds = Array.from({ length: products }, (_, index) => `product-${index}`);
  const lineOf = (productId: string, index: number) => ({
    ...{ productId, status: 'enable', name: productId, imageUrl: address(index), category2Id: 'dresses' },
    s1: ['black', 'white', 'red'][index % 3],
  });
  // The pool's products are stored and deleted again once: their rows and markers are there from the beginning.
  const poolIds = Array.from({ length: pool }, (_, index) => `pool-${index}`);
  const job = await client.index(service, [...productIds, ...poolIds].map(lineOf));
  if (job.addedCount !== products + pool) throw new Error(`the catalogue was not indexed: ${JSON.stringify(job)}`);
  await client.index(
    service,
    poolIds.map((productId) => ({ productId, status: 'disable' })),
  );
  await server.stop();
  return {
    directory,
    keys: { appKey, secretKey },
    productIds,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}
