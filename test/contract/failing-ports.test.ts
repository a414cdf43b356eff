import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { ContractError, type EndpointId, Unavailable } from '@openfashion/contract';
import { createApp, type GatewayContext, HttpServer } from '@openfashion/gateway';
import { type Embedder, embeddersOf } from '@openfashion/inference';
import { createHealth, createLogger, createMetrics } from '@openfashion/telemetry';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../harness/client.js';
import { expectResult } from './case.js';
import { everyEndpoint } from './every-endpoint.js';
import type { World } from './world.js';

/**
 * The real gateway on ports that are all down but for credentials: what a caller sees of an outage (rule 1.7).
 * Every endpoint's -50000 is shown here.
 */
const down = <Port extends object>(up: Partial<NoInfer<Port>> = {}): Port =>
  new Proxy({} as Port, {
    get: (_target, key) => {
      const member: unknown = Reflect.get(up, key);
      if (member !== undefined) return member;
      return () => Promise.reject(new Unavailable('down for this test'));
    },
  });

const service = { id: 'service-1', name: 'shop', createdAt: 0, embedding: 'e1' };
const embedder = (up: Partial<Embedder> = {}) => down<Embedder>({ embedding: { id: 'e1', dimension: 4 }, ...up });
const thresholds = { display: 0.35, indexing: 0.1 };

function outage(parts: Partial<GatewayContext>): GatewayContext {
  return {
    tenancy: down({ authenticate: async () => {} }),
    catalog: down(),
    indexing: down(),
    detector: down({ thresholds }),
    embedders: embeddersOf(embedder()),
    tagger: down(),
    downloader: down(),
    decoder: down(),
    logger: createLogger({ name: 'test', level: 'silent' }),
    metrics: createMetrics(),
    health: createHealth(),
    linkKey: new Uint8Array(32),
    inferenceTimeout: 1_000,
    pictureCacheBytes: 0,
    uploadBytes: 1_048_576,
    folders: {},
    ...parts,
  };
}

const world = {
  service: 'shop',
  products: [{ productId: 'a', imageUrl: 'http://127.0.0.1:10000/a.jpg' }],
} as unknown as World;

let server: HttpServer;
let stores: HttpServer;

beforeAll(async () => {
  server = await listen(outage({}));
  const known: GatewayContext['tenancy'] = down({ authenticate: async () => {}, getService: async () => service });
  stores = await listen(outage({ tenancy: known }));
});
afterAll(async () => {
  await server.stop(1_000);
  await stores.stop(1_000);
});

async function listen(context: GatewayContext): Promise<HttpServer> {
  const http = new HttpServer(createApp(context));
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  return http;
}

const client = (of: HttpServer) =>
  createClient(`http://127.0.0.1:${(of.address() as AddressInfo).port}`, { appKey: 'a'.repeat(20), secretKey: 's' });

/** Endpoints that look at their link before the service: a link of this deployment is needed to get so far. */
const needsLink: readonly EndpointId[] = ['searchByLink', 'searchByLinkAlias'];

test.each(everyEndpoint.filter(({ endpoint }) => !needsLink.includes(endpoint)))(
  '$endpoint answers -50000 with Retry-After when the stores are down',
  async ({ request }) => {
    const reply = await client(server).call(request(world));
    expectResult(reply, 'InternalServerError');
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
  },
);

test.each(
  everyEndpoint.filter(({ endpoint }) =>
    ['searchByProduct', 'detect', 'searchByPicture', 'tag', 'createIndex', 'listIndexes', 'getIndex'].includes(
      endpoint,
    ),
  ),
)('$endpoint answers -50000 when only what it needs behind the service is down', async ({ request }) => {
  expectResult(await client(stores).call(request(world)), 'InternalServerError');
});

test('counters of every endpoint’s successes and failures are there before its first request', async () => {
  const context = outage({});
  createApp(context);
  const { values } = await context.metrics.requests.get();
  const counted = values.map(({ labels, value }) => `${labels.route} ${labels.result} ${value}`);
  expect(counted.toSorted()).toEqual(
    everyEndpoint.flatMap(({ endpoint }) => [`${endpoint} InternalServerError 0`, `${endpoint} SUCCESS 0`]).toSorted(),
  );
});

test('an index request whose place went with its deleted service is -42000, not -40080 (rule 4.2)', async () => {
  const slot = { signal: new AbortController().signal, check() {}, release: async () => {} };
  const lost = new ContractError('TooManyRequestError', 'the request took too long');
  const http = await listen(
    outage({
      tenancy: down({ authenticate: async () => {}, getService: async () => service, isAlive: async () => false }),
      indexing: down({ openSlot: async () => slot, accept: () => Promise.reject(lost) }),
    }),
  );
  const request = everyEndpoint.find(({ endpoint }) => endpoint === 'createIndex')?.request(world);
  expectResult(await client(http).call(request ?? { path: '' }), 'NotExistService');
  await http.stop(1_000);
});

test('a job that was made is answered with its id though its place cannot be given back just then', async () => {
  const release = () => Promise.reject(new Unavailable('down for this test'));
  const slot = { signal: new AbortController().signal, check() {}, release };
  const http = await listen(
    outage({
      tenancy: down({ authenticate: async () => {}, getService: async () => service }),
      indexing: down({ openSlot: async () => slot, accept: async () => 'the job' }),
    }),
  );
  expect(await client(http).send('shop', [{ productId: 'a', status: 'disable' }])).toBe('the job');
  await http.stop(1_000);
});

test('search by product id goes on while no model runs', async () => {
  const document = {
    productId: 'b',
    name: 'b',
    imageUrl: 'http://a.kr/b.jpg',
    fingerprint: new Uint8Array(192),
    contentHash: '',
  };
  const stored = {
    ...document,
    productId: 'a',
    vector: Float32Array.of(1, 0, 0, 0),
    fingerprint: new Uint8Array(192).fill(200),
  };
  const known: GatewayContext['tenancy'] = down({ authenticate: async () => {}, getService: async () => service });
  const catalog: GatewayContext['catalog'] = down({
    get: async () => stored,
    collection: async () => ({ embedding: 'e1', dimension: 4 }),
    search: async () => [{ document, cosine: 0.5 }],
  });
  const http = await listen(outage({ tenancy: known, catalog }));
  const reply = await client(http).call({ path: '/services/shop/products/a/search?limit=1' });
  expectResult(reply, 'SUCCESS');
  expect(reply.envelope.data.items).toMatchObject([{ productId: 'b', similarity: 0.5 }]);
  const detect = everyEndpoint.find(({ endpoint }) => endpoint === 'detect');
  expectResult(await client(http).call(detect?.request(world) ?? { path: '' }), 'InternalServerError');
  await http.stop(1_000);
});

test('a search by picture gives both models together the time of one request, and the first leaves some to the second', async () => {
  const known: GatewayContext['tenancy'] = down({ authenticate: async () => {}, getService: async () => service });
  const picture = { width: 64, height: 64, data: new Uint8Array(64 * 64 * 3) };
  const deadlines: number[] = [];
  let decoding = 0;
  const context = outage({
    tenancy: known,
    decoder: down({
      withPicture: (_bytes, work) => {
        decoding = performance.now();
        return work(picture);
      },
    }),
    detector: down({
      thresholds,
      detect: async (_pictures, { deadline }) => {
        deadlines.push(deadline);
        await pause(20);
        return [[{ type: 'DRESS', score: 1, box: { x0: 0, y0: 0, x1: 64, y1: 64 } }]];
      },
    }),
    embedders: embeddersOf(
      embedder({
        embed: async (_regions, { deadline }) => {
          deadlines.push(deadline);
          throw new Unavailable('down for this test');
        },
      }),
    ),
  });
  const http = await listen(context);
  const body = new FormData();
  body.append('limit', '1');
  body.append('imageFile', new Blob(['a picture']), 'a.jpg');
  expectResult(await client(http).call({ method: 'POST', path: '/services/shop/search', body }), 'InternalServerError');
  const [detecting = 0, embedding = 0] = deadlines;
  // The time began before the picture was decoded, and not anew after the 20 ms of the detector.
  expect(embedding).toBeLessThanOrEqual(decoding + context.inferenceTimeout);
  expect(embedding - detecting).toBeGreaterThan(0.15 * context.inferenceTimeout);
  await http.stop(1_000);
});
