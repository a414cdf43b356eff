import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { picturesDirectory, sampleProducts } from '@openfashion/samples';
import { badPages } from '../contract/bad-pages.js';
import type { Client } from '../harness/client.js';
import { startPictureSite } from '../harness/picture-site.js';
import { ServerProcess } from '../harness/server-process.js';
import { schemathesisConfig } from './config.js';

export interface FuzzWorld extends AsyncDisposable {
  readonly server: ServerProcess;
  readonly baseUrl: string;
  /** A `schemathesis.toml`. */
  readonly config: string;
  /** What the catalogue still has: the fuzzer is kept from deleting it. */
  documentCount(): Promise<number>;
  /** What hooks.py reads. */
  readonly environment: Readonly<Record<string, string>>;
}

const service = 'catalogue';
const pages = ['good.jpg', 'truncated.jpg', 'webp.jpg', 'page.jpg', 'tiny.png', 'a.gif', 'moved', 'missing', 'large'];
const dataFiles = ['data.jsonl', 'missing', 'large.jsonl', 'good.jpg', 'empty.jpg'];

/** The product with its sample catalogue, and a picture site on this machine, for a fuzzer that is another program. */
export async function openFuzzWorld(scratch: string): Promise<FuzzWorld> {
  const [first] = sampleProducts();
  const picture = join(picturesDirectory, first?.file ?? '');
  const site = await startPictureSite(picturesDirectory, await badPages(picture));
  const server = new ServerProcess(join(scratch, 'data'), {
    OPENFASHION_DOWNLOAD_ALLOW_CIDRS: '127.0.0.0/8',
    OPENFASHION_LOG_LEVEL: 'error',
  });
  const close = async () => {
    await server.kill();
    await site[Symbol.asyncDispose]();
  };
  try {
    await server.line('The sample catalogue is searchable');
    const client = await server.sampleClient();
    const dataFile = join(scratch, 'products.jsonl');
    await writeFile(dataFile, lines(site.url));
    const pictures = [first?.file, ...pages].map((page) => `${site.url}/${page}`);
    const products = sampleProducts().map(({ productId }) => productId);
    const config = schemathesisConfig(
      {
        secretKey: client.secretKey,
        appKey: client.appKey,
        service,
        productIds: products.slice(0, 5),
        indexIds: await indexIds(client),
        pictures,
        links: await links(client, `${site.url}/${first?.file}`),
      },
      fileURLToPath(new URL('hooks.py', import.meta.url)),
    );
    const environment = {
      FUZZ_SERVICE: service,
      FUZZ_PICTURE: picture,
      FUZZ_DATA_FILE: dataFile,
      // Schemathesis takes no known values for forms.
      FUZZ_PICTURES: pictures.join(' '),
      FUZZ_DATA_FILES: dataFiles.map((page) => `${site.url}/${page}`).join(' '),
    };
    const documentCount = async () => {
      const { envelope } = await client.call({ path: `/services/${service}` });
      return envelope.data?.documentCount ?? 0;
    };
    return { server, baseUrl: client.baseUrl, config, environment, documentCount, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A data file that adds, fails and deletes. */
const lines = (site: string): string =>
  [
    { productId: 'fuzzed', status: 'enable', name: 'n', imageUrl: `${site}/good.jpg` },
    { productId: 'failed', status: 'enable', name: 'n', imageUrl: `${site}/missing` },
    { productId: 'fuzzed', status: 'disable' },
  ]
    .map((line) => JSON.stringify(line))
    .join('\n');

async function indexIds(client: Client): Promise<string[]> {
  const { envelope } = await client.call({ path: `/services/${service}/indexes?start=0&limit=1` });
  return envelope.data.items.map(({ id }: { id: string }) => id);
}

async function links(client: Client, picture: string): Promise<string[]> {
  const path = `/services/${service}/detect?path=${encodeURIComponent(picture)}`;
  const { envelope } = await client.call({ path });
  return envelope.data.items.map(({ link }: { link: string }) => link);
}
