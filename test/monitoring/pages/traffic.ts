import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { picturesDirectory, sampleProducts } from '@openfashion/samples';
import type { Client } from '../../harness/client.js';
import type { ModelServices } from '../../harness/model-services.js';
import { openLoop } from '../../harness/open-loop.js';
import { pick, seededRandom } from '../../harness/random.js';

const products = sampleProducts();

const lines = (site: string, count: number) =>
  products.slice(0, count).map(({ productId, file }, index) => ({
    productId,
    status: 'enable',
    name: productId,
    category1Id: '1',
    // Some pictures are not there, as in a real catalogue.
    imageUrl: index % 11 === 10 ? `${site}/missing-${file}` : `${site}/${file}`,
  }));

/** A small shop's day in so many milliseconds: shoppers, catalogues, and a tagger that is away for a while. */
export async function traffic(
  client: Client,
  site: string,
  models: ModelServices,
  milliseconds: number,
): Promise<void> {
  const random = seededRandom(12);
  const over = AbortSignal.timeout(milliseconds);
  await client.createService('shop');
  await client.index('shop', lines(site, 33));
  const product = () => pick(random, products.slice(0, 10));
  const picture = () => product().file;
  const calls = [
    [2, async () => ({ path: `/services/shop/products/${product().productId}/search?limit=5` })],
    [0.3, async () => ({ method: 'POST', path: '/services/shop/search', body: await photograph(picture()) })],
    [0.2, async () => ({ path: `/services/shop/detect?path=${encodeURIComponent(`${site}/${picture()}`)}` })],
    [0.2, async () => ({ path: `/services/shop/tag?path=${encodeURIComponent(`${site}/${picture()}`)}&lang=en` })],
    [0.1, async () => ({ path: '/services/shop/products/nobody-has-it/search?limit=5' })],
  ] as const;
  const loops = calls.map(([perSecond, request]) =>
    openLoop(() => tell(async () => client.call(await request())), { perSecond, random, signal: over }),
  );
  await Promise.all([...loops, tell(() => catalogues(client, site, over)), outage(models, milliseconds)]);
}

/** What goes wrong is said, and the rest goes on. */
async function tell(work: () => Promise<unknown>): Promise<void> {
  await work().catch((error: unknown) => console.error(String(error)));
}

async function photograph(file: string): Promise<FormData> {
  const body = new FormData();
  body.append('limit', '5');
  body.append('imageFile', new Blob([await readFile(join(picturesDirectory, file))]), file);
  return body;
}

async function catalogues(client: Client, site: string, over: AbortSignal): Promise<void> {
  for (let number = 1; !over.aborted; number++) {
    const name = `shop-${number}`;
    await client.createService(name);
    await client.index(name, lines(site, 66));
    await client.call({ method: 'DELETE', path: `/services/${name}` });
    await pause(20_000);
  }
}

async function outage(models: ModelServices, milliseconds: number): Promise<void> {
  await pause(milliseconds / 2);
  await models.of('tag').kill();
  await pause(milliseconds / 6);
  await models.start('tag');
}
