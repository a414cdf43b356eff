import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { picturesDirectory, sampleLooks, sampleProducts } from '@openfashion/samples';
import { connectOperator, type Operator } from '@openfashion/tenancy/operator';
import { type Client, createClient } from '../harness/client.js';
import { Cluster } from '../harness/cluster.js';
import { startPictureSite } from '../harness/picture-site.js';
import { send } from '../harness/rest.js';
import { startTestNode } from '../harness/single-node.js';
import { badPages } from './bad-pages.js';
import type { FixtureProduct, LocalWorld, World } from './world.js';

/** A foreign server to run the contract's cases against. */
export interface ForeignTarget {
  readonly url: string;
  readonly appKey: string;
  readonly secretKey: string;
  /** Address at which that server finds the files of packages/samples/dist/pictures. */
  readonly pictures: string;
}

/** The foreign server that the environment names, if it names one. */
export function foreignTarget(environment: NodeJS.ProcessEnv): ForeignTarget | undefined {
  const url = environment['CONFORMANCE_URL'];
  if (!url) return undefined;
  const needed = (name: string) => {
    const value = environment[name];
    if (!value) throw new Error(`${name} is needed beside CONFORMANCE_URL`);
    return value.replace(/\/+$/, '');
  };
  return {
    url: url.replace(/\/+$/, ''),
    appKey: needed('CONFORMANCE_APP_KEY'),
    secretKey: needed('CONFORMANCE_SECRET_KEY'),
    pictures: needed('CONFORMANCE_PICTURES'),
  };
}

export interface OpenWorld extends AsyncDisposable {
  readonly world: World;
}

/** Use a foreign server, and index the fixture catalogue there. */
export async function openForeign(foreign: ForeignTarget): Promise<OpenWorld> {
  const world = await prepare(createClient(foreign.url, foreign), foreign.pictures);
  return { world, [Symbol.asyncDispose]: () => removeService(world.client, world.service) };
}

/** A server of our own, and its operator. */
interface OwnServer extends AsyncDisposable {
  readonly baseUrl: string;
  readonly operator: Operator;
  /** Where its processes answer operators. */
  readonly operatorUrls: readonly string[];
}

// Without the picture cache a search by link always sees the address as it is now (rule 6.4).
const environment = { OPENFASHION_PICTURE_CACHE_MB: '0' };

/** The shapes that the product comes in, and how one is started. */
export const shapes = {
  async 'single node'(): Promise<OwnServer> {
    const server = await startTestNode(environment);
    const operator = await connectOperator(join(server.directory, 'operator.sock'));
    return {
      baseUrl: server.client.baseUrl,
      operator,
      operatorUrls: [server.client.baseUrl],
      async [Symbol.asyncDispose]() {
        await operator.close();
        await server[Symbol.asyncDispose]();
      },
    };
  },
  async cluster(): Promise<OwnServer> {
    const cluster = await Cluster.open({ environment });
    const { operator, close } = await cluster.openStores();
    return {
      baseUrl: await cluster.baseUrl(),
      operator,
      operatorUrls: await cluster.operatorUrls(),
      async [Symbol.asyncDispose]() {
        await close();
        await cluster[Symbol.asyncDispose]();
      },
    };
  },
} as const;

/** Start a server of our own, and index the fixture catalogue there. */
export async function openOwn(shape: keyof typeof shapes): Promise<OpenWorld> {
  const [picture] = sampleProducts();
  const pages = await badPages(join(picturesDirectory, picture?.file ?? ''));
  const site = await startPictureSite(picturesDirectory, pages);
  const server = await shapes[shape]();
  const { baseUrl, operator, operatorUrls } = server;
  const newTenant = async () => createClient(baseUrl, await operator.createAppKey());
  const local: LocalWorld = {
    operator,
    pages: site.url,
    hits: (path) => site.hits.get(path) ?? 0,
    newTenant,
    async metrics() {
      const replies = await Promise.all(operatorUrls.map((url) => send(url, { path: '/metrics' })));
      return replies.map(({ text }) => text).join('\n');
    },
  };
  return {
    world: await prepare(await newTenant(), site.url, local),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await site[Symbol.asyncDispose]();
    },
  };
}

async function prepare(client: Client, pictures: string, local?: LocalWorld): Promise<World> {
  const service = await createService(client);
  const products = fixtureProducts(pictures);
  const job = await client.index(service, products);
  if (job.addedCount !== products.length) throw new Error(`the fixture was not indexed: ${JSON.stringify(job)}`);
  const [look] = sampleLooks();
  return {
    own: local !== undefined,
    client,
    service,
    products,
    pictures,
    look: look?.file ?? '',
    withService: async (work) => {
      const name = await createService(client);
      try {
        return await work(name);
      } finally {
        await removeService(client, name);
      }
    },
    ...(local && { local }),
  };
}

/** Twelve sample products of different kinds and colours, none of which shows the picture of another. */
function fixtureProducts(pictures: string): FixtureProduct[] {
  const seen = new Set<string>();
  const chosen = sampleProducts().filter(({ kind, s1 }) => {
    const fresh = !seen.has(kind);
    seen.add(kind);
    return fresh && s1 !== '';
  });
  return chosen.slice(0, 12).map(({ productId, name, category1Id, category2Id, category3Id, s1, s2, file }) => ({
    productId,
    status: 'enable',
    name,
    category1Id,
    category2Id,
    category3Id,
    imageUrl: `${pictures}/${file}`,
    s1,
    s2,
  }));
}

async function createService(client: Client): Promise<string> {
  const name = `conf-${randomBytes(5).toString('hex')}`;
  await client.createService(name);
  return name;
}

async function removeService(client: Client, name: string): Promise<void> {
  await client.call({ method: 'DELETE', path: `/services/${name}` });
}
