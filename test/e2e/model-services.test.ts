import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ModelServer, settingNames, startModelServer } from '@openfashion/model-server';
import { picturesDirectory, sampleProducts } from '@openfashion/samples';
import { readSettings } from '@openfashion/settings';
import { createLogger } from '@openfashion/telemetry';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Client } from '../harness/client.js';
import { type PictureSite, startPictureSite } from '../harness/picture-site.js';
import { startTestNode, type TestNode } from '../harness/single-node.js';

/** A busy machine is slow, which is no failure. */
const until = (assertion: () => unknown) => vi.waitFor(assertion, { timeout: 15_000 });

const logger = createLogger({ name: 'test', level: 'error' });
const configOf = (environment: Readonly<Record<string, string>> = {}) =>
  readSettings({ OPENFASHION_PORT: '0', OPENFASHION_GRPC_PORT: '0', ...environment }, settingNames);

let services: { detect: ModelServer; embed: ModelServer; tag: ModelServer };
let site: PictureSite;
let local: TestNode;
let remote: TestNode;
const products = sampleProducts().slice(0, 24);

beforeAll(async () => {
  const [detect, embed, tag] = await Promise.all([
    startModelServer('detect', configOf(), logger),
    startModelServer('embed', configOf(), logger),
    startModelServer('tag', configOf(), logger),
  ]);
  services = { detect, embed, tag };
  site = await startPictureSite(picturesDirectory);
  [local, remote] = await Promise.all([
    startTestNode(),
    startTestNode({
      OPENFASHION_DETECTOR_ADDR: detect.address,
      OPENFASHION_EMBEDDER_ADDR: embed.address,
      OPENFASHION_TAGGER_ADDR: tag.address,
    }),
  ]);
}, 120_000);
afterAll(async () => {
  await Promise.all([local, remote].map((node) => node[Symbol.asyncDispose]()));
  await Promise.all(Object.values(services).map((service) => service.stop()));
  await site[Symbol.asyncDispose]();
});

const pictureOf = (file: string) => `${site.url}/${file}`;

/** What a shop asks of one server, and what it was answered. */
async function answers(client: Client): Promise<unknown[]> {
  await client.call({
    method: 'POST',
    path: '/services',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ serviceName: 'shop' }),
  });
  const lines = products.map(({ productId, file }) => ({
    productId,
    status: 'enable',
    name: productId,
    category1Id: '1',
    imageUrl: pictureOf(file),
  }));
  const job = await client.index('shop', lines);
  expect(job).toMatchObject({ status: 'finished', addedCount: products.length, failedCount: 0 });
  const asked = products.slice(0, 8).flatMap(({ productId, file }) => {
    const path = encodeURIComponent(pictureOf(file));
    return [
      `/services/shop/products/${productId}/search?limit=5`,
      `/services/shop/detect?path=${path}`,
      `/services/shop/tag?path=${path}&lang=ko`,
    ];
  });
  const replies: unknown[] = [];
  for (const path of asked) {
    const { envelope } = await client.call({ path });
    // Links are sealed by each server for itself.
    for (const item of envelope.data?.items ?? []) delete item.link;
    replies.push({ path, envelope });
  }
  return replies;
}

test('a shop is answered the same whether the models are services or in the server’s care', async () => {
  const [ofLocal, ofRemote] = [await answers(local.client), await answers(remote.client)];
  expect(ofLocal).toHaveLength(24);
  expect(ofRemote).toEqual(ofLocal);
});

test('a service tells how it was called', async () => {
  const metrics = await (await fetch(`${services.tag.operatorUrl}/metrics`)).text();
  expect(metrics).toMatch(/openfashion_inference_calls_total\{model="tag",lane="interactive",status="OK"\} 8/);
  expect(metrics).toContain('openfashion_model_info{service="tagger",name="tagger-baseline"');
});

test('a service is alive before it is ready, and not ready once it was told to stop', async () => {
  const port = await freePort();
  const operatorUrl = `http://127.0.0.1:${port}`;
  const starting = startModelServer('tag', configOf({ OPENFASHION_PORT: String(port) }), logger);
  await until(async () => expect((await fetch(`${operatorUrl}/healthz`)).status).toBe(200));
  expect((await fetch(`${operatorUrl}/readyz`)).status).toBe(503);
  const service = await starting;
  const ready = await fetch(`${operatorUrl}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', degraded: [] }]);
  expect(await service.stop()).toBe(true);
  await expect(fetch(`${operatorUrl}/readyz`)).rejects.toThrow();
});

test('a service whose provider cannot run stops the start with a sentence', async () => {
  const starting = startModelServer('tag', configOf({ OPENFASHION_EXECUTION_PROVIDER: 'cuda' }), logger);
  await expect(starting).rejects.toThrow(/tagger\/model.onnx cannot run on cuda: /);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
