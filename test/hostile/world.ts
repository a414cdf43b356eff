import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { picturesDirectory, sampleProducts } from '@openfashion/samples';
import { connectOperator } from '@openfashion/tenancy/operator';
import { type Client, createClient } from '../harness/client.js';
import { type PictureSite, startPictureSite } from '../harness/picture-site.js';
import { ServerProcess } from '../harness/server-process.js';
import type { HostileWorld } from './row.js';
import { hostilePages } from './site/pages.js';

const service = 'catalogue';
/** Services that rows may have to themselves, of one more tenant for each five (rule 4.1). */
const shelves = 20;
const perTenant = 5;

export interface OpenHostileWorld extends AsyncDisposable {
  readonly world: HostileWorld;
  readonly server: ServerProcess;
  /** Connections that the server made to loopback addresses it must not connect to. */
  readonly trespasses: readonly string[];
  /** Lend a row a service of its own. */
  alone<Result>(work: (world: HostileWorld) => Promise<Result>): Promise<Result>;
}

/** Start the server, which may fetch from 127.0.0.1 alone, the hostile site there, and traps on its neighbours. */
export async function openHostileWorld(): Promise<OpenHostileWorld> {
  const site = await startPictureSite(picturesDirectory, await hostilePages());
  const port = Number(new URL(site.url).port);
  const trespasses: string[] = [];
  const traps = await Promise.all(['127.0.0.2', '::1'].map((host) => setTrap(host, port, trespasses)));
  const directory = await mkdtemp(join(tmpdir(), 'openfashion-hostile-'));
  const server = new ServerProcess(directory, {
    OPENFASHION_SAMPLES: 'false',
    OPENFASHION_DOWNLOAD_ALLOW_CIDRS: '127.0.0.1/32',
  });
  const client = await server.firstClient();
  const tenants = await moreTenants(client.baseUrl, directory, 1 + shelves / perTenant);
  const [stranger, ...owners] = tenants;
  if (stranger === undefined) throw new Error('there is no stranger');
  const free = owners.flatMap((owner) =>
    Array.from({ length: perTenant }, (_, index) => ({ client: owner, service: `shelf-${index}` })),
  );
  await Promise.all(
    [{ client, service }, { client: stranger, service }, ...free].map((one) => one.client.createService(one.service)),
  );
  const world = await fillCatalogue(client, stranger, site);
  const waiting: (() => void)[] = [];
  return {
    world,
    server,
    trespasses,
    async alone(work) {
      while (free.length === 0) await new Promise<void>((go) => waiting.push(go));
      const shelf = free.pop() ?? { client, service };
      try {
        return await work({ ...world, ...shelf });
      } finally {
        free.push(shelf);
        waiting.shift()?.();
      }
    },
    async [Symbol.asyncDispose]() {
      await server.kill();
      await site[Symbol.asyncDispose]();
      for (const trap of traps) trap.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Where a machine does not have the address nobody can get there. */
async function setTrap(host: string, port: number, trespasses: string[]): Promise<Server> {
  const trap = createServer((socket) => {
    trespasses.push(host);
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret');
  });
  await new Promise<void>((listening, failed) => {
    trap.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRNOTAVAIL' ? listening() : failed(error),
    );
    trap.listen(port, host, listening);
  });
  return trap;
}

async function moreTenants(baseUrl: string, directory: string, count: number): Promise<Client[]> {
  const operator = await connectOperator(join(directory, 'operator.sock'));
  const made: Client[] = [];
  for (let tenant = 0; tenant < count; tenant++) made.push(createClient(baseUrl, await operator.createAppKey()));
  await operator.close();
  return made;
}

async function fillCatalogue(client: Client, stranger: Client, site: PictureSite): Promise<HostileWorld> {
  const products = sampleProducts().slice(0, 12);
  const lines = products.map(({ productId, name, s1, file }) => ({
    productId,
    name,
    s1,
    status: 'enable',
    imageUrl: `${site.url}/${file}`,
  }));
  const { addedCount } = await client.index(service, lines);
  if (addedCount !== lines.length) throw new Error(`only ${addedCount} products were indexed`);
  const [product] = products;
  const address = `${site.url}/${product?.file}`;
  const linkFor = async (tenant: Client): Promise<string> => {
    const { envelope } = await tenant.call({ path: `/services/${service}/detect?path=${encodeURIComponent(address)}` });
    return envelope.data.items[0].link;
  };
  return {
    client,
    stranger,
    service,
    product: product?.productId ?? '',
    site: site.url,
    port: Number(new URL(site.url).port),
    link: { own: await linkFor(client), foreign: await linkFor(stranger) },
  };
}
