import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { picturesDirectory } from '@openfashion/samples';
import type { Client } from '../../harness/client.js';
import { pictures } from '../../harness/picture-forms.js';
import { type PictureSite, startPictureSite } from '../../harness/picture-site.js';
import { send } from '../../harness/rest.js';
import { ServerProcess, shopSettings } from '../../harness/server-process.js';
import { linksOf } from '../soak/links.js';
import type { Known } from '../soak/requests.js';

/** Products that are searched. */
const products = 20;
const service = 'shop';

/** A real server in a process of its own, with a catalogue and the site of its shop's pictures. */
export class Shop implements AsyncDisposable {
  private constructor(
    readonly server: ServerProcess,
    readonly client: Client,
    readonly known: Known,
    /** An address with a picture that shows an item; what follows makes it another address of the same picture. */
    readonly picture: (more: number) => string,
    private readonly directory: string,
    private readonly site: PictureSite,
  ) {}

  /** @param environment where its model services are; the other models are in its own care */
  static async open(environment: Readonly<Record<string, string>>): Promise<Shop> {
    const site = await startPictureSite(picturesDirectory);
    const directory = await mkdtemp(join(tmpdir(), 'services-'));
    const server = new ServerProcess(directory, { ...shopSettings, ...environment });
    const client = await server.firstClient();
    const addresses = pictures.map((file) => `${site.url}/${basename(file)}`);
    const picture = (more: number) => `${addresses[more % addresses.length]}?${more}`;
    await client.createService(service);
    const productIds = Array.from({ length: products }, (_, index) => `product-${index}`);
    const lines = productIds.map((productId, index) => lineOf(productId, picture(index)));
    const job = await client.index(service, lines);
    if (job.addedCount !== products) throw new Error(`the catalogue was not indexed: ${JSON.stringify(job)}`);
    const known = {
      service,
      productIds,
      pictures: addresses,
      links: await linksOf(client, service, addresses.slice(0, 5)),
      indexIds: [job.id],
      missing: `${site.url}/missing.jpg`,
    };
    return new Shop(server, client, known, picture, directory, site);
  }

  /** What `/readyz` names as not able to serve. */
  async degraded(): Promise<readonly string[]> {
    const { text } = await send(this.client.baseUrl, { path: '/readyz' });
    const { degraded } = JSON.parse(text) as { readonly degraded: readonly string[] };
    return degraded;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.stop();
    await this.site[Symbol.asyncDispose]();
    await rm(this.directory, { recursive: true, force: true });
  }
}

export const lineOf = (productId: string, imageUrl: string) => ({
  productId,
  status: 'enable',
  name: productId,
  imageUrl,
});
