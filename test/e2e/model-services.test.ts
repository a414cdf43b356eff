import { picturesDirectory, sampleProducts } from '@openfashion/samples';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Client } from '../harness/client.js';
import { freePort } from '../harness/free-port.js';
import { ModelServiceProcess } from '../harness/model-service.js';
import { ModelServices } from '../harness/model-services.js';
import { type PictureSite, startPictureSite } from '../harness/picture-site.js';
import { startTestNode, type TestNode } from '../harness/single-node.js';

let services: ModelServices;
let site: PictureSite;
let local: TestNode;
let remote: TestNode;
const products = sampleProducts().slice(0, 24);

beforeAll(async () => {
  services = await ModelServices.open();
  site = await startPictureSite(picturesDirectory);
  [local, remote] = await Promise.all([startTestNode(), startTestNode(services.settings)]);
}, 120_000);
afterAll(async () => {
  await Promise.all([local, remote].map((node) => node[Symbol.asyncDispose]()));
  await services[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
});

const pictureOf = (file: string) => `${site.url}/${file}`;

/** What a shop asks of one server, and what it was answered. */
async function answers(client: Client): Promise<unknown[]> {
  await client.createService('shop');
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
  const tagger = services.of('tag');
  expect(await tagger.metric('openfashion_inference_calls_total')).toContainEqual({
    labels: { model: 'tag', lane: 'interactive', status: 'OK' },
    value: 8,
  });
  expect(await tagger.metric('openfashion_model_info')).toMatchObject([
    { labels: { service: 'tagger', name: 'openfashion-tagger' } },
  ]);
});

test('a service is alive before it is ready, and not ready once it was told to stop', async () => {
  const port = await freePort();
  const operatorUrl = `http://127.0.0.1:${port}`;
  await using service = new ModelServiceProcess('tag', { environment: { OPENFASHION_PORT: String(port) } });
  // A busy machine is slow, which is no failure.
  await vi.waitFor(async () => expect((await fetch(`${operatorUrl}/healthz`)).status).toBe(200), { timeout: 15_000 });
  expect((await fetch(`${operatorUrl}/readyz`)).status).toBe(503);
  await service.address();
  const ready = await fetch(`${operatorUrl}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', degraded: [] }]);
  expect(await service.stop()).toBe(0);
  await expect(fetch(`${operatorUrl}/readyz`)).rejects.toThrow();
});

test('a service whose provider cannot run stops the start with a sentence', async () => {
  await using started = new ModelServiceProcess('tag', { environment: { OPENFASHION_EXECUTION_PROVIDER: 'cuda' } });
  expect(await started.exit).toBe(1);
  expect(started.errors.join('\n')).toMatch(/tagger\/model.onnx cannot run on cuda: /);
});
