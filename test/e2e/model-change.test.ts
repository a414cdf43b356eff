import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { picturesDirectory, sampleProducts } from '@openfashion/samples';
import { connectOperator, dataFolder } from '@openfashion/tenancy/operator';
import { runCli } from 'openfashion/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Client, createClient } from '../harness/client.js';
import { type EmbedderName, embedderFolders, embeddingOf } from '../harness/embedder-folders.js';
import { eventually } from '../harness/eventually.js';
import { ModelServiceProcess } from '../harness/model-service.js';
import { type Page, type PictureSite, startPictureSite } from '../harness/picture-site.js';
import type { Reply } from '../harness/rest.js';
import { ServerProcess, shopSettings } from '../harness/server-process.js';

/** A server whose embedder is replaced by another one between two starts, as a person does it. */
const products = sampleProducts().slice(0, 24);
const [first = { productId: '', file: '' }] = products;

let folder: string;
let data: string;
let site: PictureSite;
/** While set, the site sends each picture only after a while. */
let slow: boolean;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openfashion-models-'));
  data = join(folder, 'data');
  slow = false;
  const page =
    (file: string): Page =>
    (_req, res) => {
      const send = async () => res.end(await readFile(join(picturesDirectory, file)));
      if (slow) setTimeout(send, 1_500);
      else void send();
    };
  site = await startPictureSite(
    picturesDirectory,
    Object.fromEntries(products.map(({ file }) => [`/${file}`, page(file)])),
  );
});
afterEach(async () => {
  await site[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const models = (name: string, embedders: Readonly<Record<string, EmbedderName>>) =>
  embedderFolders(join(folder, name), embedders);

const serve = async (modelsDirectory: string, environment: Readonly<Record<string, string>> = {}) =>
  new ServerProcess(data, {
    ...shopSettings,
    OPENFASHION_MODELS_DIR: modelsDirectory,
    OPENFASHION_DOWNLOADS_PER_HOST: '1',
    ...environment,
  });

const operate = (...args: string[]) => runCli(['models', ...args], { env: { OPENFASHION_DATA_DIR: data } });

const lineOf = ({ productId, file }: { productId: string; file: string }) => ({
  productId,
  status: 'enable',
  name: productId,
  imageUrl: `${site.url}/${file}`,
});

/** A data folder with an indexed service, left by a server with the shipped embedder alone; resolves to its keys. */
async function filledFolder(): Promise<Client> {
  await using server = await serve(await models('before', { embedder: 'shipped' }));
  const client = await server.firstClient();
  await client.createService('shop');
  expect(await client.index('shop', products.map(lineOf))).toMatchObject({ addedCount: products.length });
  expect(await server.stop()).toBe(0);
  return client;
}

const byProduct = (client: Client, service = 'shop') =>
  client.call({ path: `/services/${service}/products/${first.productId}/search?limit=10` });

async function byPicture(client: Client): Promise<Reply> {
  const body = new FormData();
  body.append('limit', '3');
  body.append('imageFile', new Blob([await readFile(join(picturesDirectory, first.file))]), first.file);
  return client.call({ method: 'POST', path: '/services/shop/search', body });
}

/** What the operator of the running server is told of the service. */
async function standing() {
  const operator = await connectOperator(dataFolder(data).operatorSocket);
  try {
    const { change, services } = await operator.models.status();
    return { change, ...services.find(({ service: { name } }) => name === 'shop') };
  } finally {
    await operator.close();
  }
}

const answersFrom = (embedding: string) => async () => (await standing()).service?.embedding === embedding;

test('an embedder that is replaced takes over by itself, no search fails meanwhile, and the operator ends it', {
  timeout: 240_000,
}, async () => {
  const { appKey, secretKey } = await filledFolder();
  const [old, wider] = [await embeddingOf.shipped(), await embeddingOf.wider()];
  await using server = await serve(await models('after', { embedder: 'wider', 'embedder-previous': 'shipped' }));
  const client = createClient(await server.baseUrl(), { appKey, secretKey });
  const before = await byProduct(client);
  let switched = false;
  const searching = (async () => {
    const results = new Set<string>();
    while (!switched) {
      const replies = [await byProduct(client), await byPicture(client)];
      for (const { envelope } of replies) results.add(envelope.header.resultMessage);
      // The picture of a product finds that product, by whichever vectors.
      expect(replies[1]?.envelope.data?.items[0]).toMatchObject({ productId: first.productId, similarity: 1 });
    }
    return results;
  })();
  await eventually('it answers from the new vectors', answersFrom(wider));
  switched = true;
  expect([...(await searching)]).toEqual(['SUCCESS']);

  expect(await standing()).toMatchObject({
    change: { from: old, to: wider, automatic: true },
    service: { embedding: wider, also: old },
    standing: 'complete',
    reembedding: { documents: products.length, done: products.length, failed: 0, agreement: expect.any(Number) },
  });
  const after = await byProduct(client);
  expect(after.envelope.data.items).not.toEqual(before.envelope.data.items);
  // As if it had been indexed with the new embedder alone.
  await client.createService('fresh');
  await client.index('fresh', products.map(lineOf));
  expect((await byProduct(client, 'fresh')).envelope.data.items).toEqual(after.envelope.data.items);

  await eventually('the new service is complete, too', async () => (await operate('switch-back')).code === 0);
  expect((await byProduct(client)).envelope.data.items).toEqual(before.envelope.data.items);
  expect(await operate('switch')).toMatchObject({ code: 0 });
  expect(await operate('finish')).toMatchObject({ code: 0 });
  expect((await byProduct(client)).envelope.data.items).toEqual(after.envelope.data.items);
  expect((await standing()).service).not.toHaveProperty('also');
});

test('without the old model search by id goes on, pictures are answered -50000 with a log line, and it changes by itself', {
  timeout: 240_000,
}, async () => {
  const { appKey, secretKey } = await filledFolder();
  const wider = await embeddingOf.wider();
  slow = true;
  await using server = await serve(await models('after', { embedder: 'wider' }));
  const client = createClient(await server.baseUrl(), { appKey, secretKey });
  const job = await client.send('shop', [{ ...lineOf(first), productId: 'late' }]);
  expect((await byProduct(client)).envelope.header).toMatchObject({ resultMessage: 'SUCCESS' });
  expect((await byPicture(client)).envelope.header).toMatchObject({ resultCode: -50000 });
  const log = () => server.errors.join('\n');
  expect(log()).toContain('no embedder makes the vectors of these services');
  await eventually('the log says why a picture was not searched', async () =>
    log().includes(`has vectors of ${await embeddingOf.shipped()}, and the embedders make ${wider}`),
  );
  expect(await standing()).toMatchObject({ service: { embedding: await embeddingOf.shipped() } });
  slow = false;
  expect(await client.ended('shop', job)).toMatchObject({ status: 'finished', addedCount: 1 });
  expect(await answersFrom(wider)()).toBe(true);
  expect((await byPicture(client)).envelope.data.items[0]).toMatchObject({ similarity: 1 });
  expect((await standing()).service).not.toHaveProperty('also');
  // Both products have that picture: the late one is there too.
  const found = await client.call({ path: '/services/shop/products/late/search?limit=1&includeDuplicates=true' });
  expect(found.envelope.data.items).toMatchObject([{ productId: first.productId, similarity: 1 }]);
});

test('with embedder services an operator changes to the one beside', {
  timeout: 240_000,
}, async () => {
  const { appKey, secretKey } = await filledFolder();
  const [old, wider] = [await embeddingOf.shipped(), await embeddingOf.wider()];
  const embedder = async (name: EmbedderName) => {
    const directory = await models(`${name}-service`, { embedder: name });
    return new ModelServiceProcess('embed', { environment: { OPENFASHION_MODELS_DIR: directory } });
  };
  await using present = await embedder('shipped');
  await using next = await embedder('wider');
  const addresses = `${old}=${await present.address()},${wider}=${await next.address()}`;
  await using server = await serve(await models('after', { embedder: 'shipped', 'embedder-next': 'wider' }), {
    OPENFASHION_EMBEDDER_ADDR: addresses,
  });
  const client = createClient(await server.baseUrl(), { appKey, secretKey });
  const before = await byProduct(client);
  expect(await operate('change', wider)).toMatchObject({ code: 0 });
  await eventually('the service is complete', async () => (await standing()).standing === 'complete');
  expect((await byProduct(client)).envelope.data.items).toEqual(before.envelope.data.items);
  expect(await operate('switch')).toMatchObject({ code: 0, stdout: `${appKey}/shop answers from its new vectors\n` });
  expect((await byProduct(client)).envelope.data.items).not.toEqual(before.envelope.data.items);
  expect((await byPicture(client)).envelope.data.items[0]).toMatchObject({ productId: first.productId, similarity: 1 });
  expect(await operate('finish')).toMatchObject({ code: 0 });
});
