import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { picturesDirectory, sampleProducts } from '@openfashion/samples';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../harness/client.js';
import { Cluster, clusterLacks } from '../harness/cluster.js';
import { ModelServices } from '../harness/model-services.js';
import { type PictureSite, startPictureSite } from '../harness/picture-site.js';
import { ServerProcess, shopSettings } from '../harness/server-process.js';
import { TraceCollector } from '../harness/trace-collector.js';

let site: PictureSite;
let collector: TraceCollector;
beforeAll(async () => {
  site = await startPictureSite(picturesDirectory);
  collector = await TraceCollector.open();
});
afterAll(async () => {
  await collector[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
});

const [traceId, callerId] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
/** In the addresses of pictures: what lets one in there. */
const token = 'sesame-of-the-shop';
const addressOf = (file: string) => `${site.url}/${file}?token=${token}`;
const products = sampleProducts().slice(0, 4);

/** Index a small catalogue, then search it by a picture, on behalf of a caller who traces. */
async function useShop(client: Client): Promise<void> {
  await client.createService('shop');
  const lines = products.map(({ productId, file }) => ({
    productId,
    status: 'enable',
    name: productId,
    category1Id: '1',
    imageUrl: addressOf(file),
  }));
  expect(await client.index('shop', lines)).toMatchObject({ status: 'finished', addedCount: products.length });
  const body = new FormData();
  body.append('imageUrl', addressOf(products[0]?.file ?? ''));
  body.append('limit', '3');
  const headers = { traceparent: `00-${traceId}-${callerId}-01` };
  const reply = await client.call({ method: 'POST', path: '/services/shop/search', headers, body });
  expect(reply.envelope.header).toMatchObject({ isSuccessful: true });
}

const path = '/v2.0/appkeys/{appKey}/services/{serviceName}';
const models = [
  'openfashion-detector openfashion.v1.DetectorService/Detect',
  'openfashion-embedder openfashion.v1.EmbedderService/Embed',
];
const ofSearch = (gateway: string) => [
  `${gateway} GET`,
  `${gateway} POST ${path}/search`,
  `${gateway} decode`,
  `${gateway} openfashion.v1.DetectorService/Detect`,
  `${gateway} openfashion.v1.EmbedderService/Embed`,
  `${gateway} search`,
];

/** @param gateway what answers requests @param indexer what works on jobs */
async function expectTraces(client: Client, gateway: string, indexer: string): Promise<void> {
  const inSearch = () => collector.spans.filter((span) => span.traceId === traceId);
  const named = () => new Set(inSearch().map(({ service, name }) => `${service} ${name}`));
  await expect.poll(() => [...named()].toSorted()).toEqual([...ofSearch(gateway), ...models].toSorted());
  // Each hangs on another of the same trace, the first on the caller's.
  const ids = new Set([callerId, ...inSearch().map(({ spanId }) => spanId)]);
  expect(inSearch().filter(({ parentSpanId = '' }) => !ids.has(parentSpanId))).toEqual([]);
  expect(inSearch().filter(({ parentSpanId }) => parentSpanId === callerId)).toMatchObject([
    { attributes: { 'http.request.method': 'POST', 'http.route': `${path}/search`, 'openfashion.result': 'SUCCESS' } },
  ]);

  const found = (service: string, name: string) =>
    collector.spans.find((span) => span.service === service && span.name === name);
  await expect.poll(() => found(indexer, 'process index-chunks')?.links).toHaveLength(1);
  const [request, chunk] = [found(gateway, `POST ${path}/indexes`), found(indexer, 'process index-chunks')];
  expect(chunk?.links).toMatchObject([{ traceId: request?.traceId, spanId: request?.spanId }]);
  expect(chunk?.traceId).not.toBe(request?.traceId);
  const embedded = collector.spans.filter(
    (span) => span.service === 'openfashion-embedder' && span.traceId === chunk?.traceId,
  );
  expect(embedded).toHaveLength(products.length);

  await expect.poll(() => found(indexer, 'apply index-chunks')?.links).toHaveLength(1);
  const applied = found(indexer, 'apply index-chunks');
  expect(applied?.links).toMatchObject([{ traceId: request?.traceId, spanId: request?.spanId }]);
  expect(collector.spans).toContainEqual(expect.objectContaining({ name: 'apply', parentSpanId: applied?.spanId }));

  // Only requests and parts of jobs begin traces: no check of health does.
  const begun = collector.spans.filter(({ parentSpanId }) => !parentSpanId);
  expect(begun.filter(({ name }) => !/^(GET|POST) \/v2\.0\/|^(process|apply) index-chunks$/.test(name))).toEqual([]);

  const all = JSON.stringify(collector.spans);
  expect([client.appKey, client.secretKey, token].filter((secret) => all.includes(secret))).toEqual([]);
}

test('one search is one trace across a single node and its model services; a job’s work is linked to its request', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'traces-'));
  try {
    await using services = await ModelServices.open(collector.settings);
    const settings = { ...shopSettings, ...services.settings, ...collector.settings };
    await using server = new ServerProcess(directory, settings);
    const client = await server.firstClient();
    await useShop(client);
    await expectTraces(client, 'openfashion-standalone', 'openfashion-standalone');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}, 180_000);

const skipped = clusterLacks ? ` (SKIPPED: ${clusterLacks})` : '';
test.skipIf(clusterLacks)(
  `the same across the processes of a cluster${skipped}`,
  async () => {
    collector.spans.length = 0;
    await using cluster = await Cluster.open({ everywhere: collector.settings });
    const client = await cluster.newClient();
    await useShop(client);
    await expectTraces(client, 'openfashion-gateway', 'openfashion-indexer');
  },
  180_000,
);
