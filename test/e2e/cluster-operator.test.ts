import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { picturesDirectory, sampleProducts } from '@openfashion/samples';
import { runCli } from 'openfashion/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, createClient } from '../harness/client.js';
import { Cluster, clusterLacks } from '../harness/cluster.js';
import { embedderFolders, embeddingOf } from '../harness/embedder-folders.js';
import { eventually } from '../harness/eventually.js';
import { ModelServiceProcess } from '../harness/model-service.js';
import { type PictureSite, startPictureSite } from '../harness/picture-site.js';
import { ServerProcess } from '../harness/server-process.js';
import { startTestNode, type TestNode } from '../harness/single-node.js';

/** What an operator does to a cluster with the command, beside a single node whose service moves there and back. */
describe.skipIf(clusterLacks)('the operator of a cluster', { timeout: 120_000 }, () => {
  const products = sampleProducts().slice(0, 24);
  const [first = { productId: '', file: '' }] = products;
  const closing: (() => unknown)[] = [];
  const closeLater = <Opened extends AsyncDisposable>(opened: Opened): Opened => {
    closing.unshift(() => opened[Symbol.asyncDispose]());
    return opened;
  };
  let folder: string;
  let node: TestNode;
  let cluster: Cluster;
  let site: PictureSite;
  let client: Client;
  /** Embedding ids of new services, and of those beside. */
  let present: string;
  let next: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'openfashion-operator-'));
    closing.unshift(() => rm(folder, { recursive: true, force: true }));
    [present, next] = [await embeddingOf.shipped(), await embeddingOf.wider()];
    site = closeLater(await startPictureSite(picturesDirectory));
    node = closeLater(await startTestNode());
    const embedders = { embedder: 'shipped', 'embedder-next': 'wider' } as const;
    const services = await Promise.all(
      (['shipped', 'wider'] as const).map(async (name) => {
        const OPENFASHION_MODELS_DIR = await embedderFolders(join(folder, name), { embedder: name });
        const service = new ModelServiceProcess('embed', { environment: { OPENFASHION_MODELS_DIR } });
        closing.unshift(() => service.kill());
        return service.address();
      }),
    );
    cluster = closeLater(
      await Cluster.open({
        environment: {
          OPENFASHION_MODELS_DIR: await embedderFolders(join(folder, 'both'), embedders),
          OPENFASHION_EMBEDDER_ADDR: `${present}=${services[0]},${next}=${services[1]}`,
        },
      }),
    );
    const created = await onCluster('keys', 'create', '--label', 'shop', '--json');
    expect(created).toMatchObject({ code: 0, stderr: '' });
    client = createClient(await cluster.baseUrl(), JSON.parse(created.stdout));

    await node.client.call(createService('shop'));
    expect(await node.client.index('shop', lines())).toMatchObject({ addedCount: products.length });
    expect(await onNode('export', 'shop', '--out', file('node'))).toMatchObject({ code: 0 });
    const imported = await onCluster('import', 'shop', file('node'), '--create');
    expect(imported).toMatchObject({ code: 0, stdout: 'Imported into shop: 24 added, 0 were there already\n' });
  }, 120_000);
  afterAll(async () => {
    for (const close of closing) await close();
  }, 60_000);

  const stores = () => ({
    OPENFASHION_NATS_URL: cluster.nats.url,
    OPENFASHION_QDRANT_URL: cluster.qdrant.url,
  });
  const onCluster = (...args: string[]) =>
    runCli(args, { env: { ...stores(), ...(client && { OPENFASHION_APP_KEY: client.appKey }) } });
  const onNode = (...args: string[]) =>
    runCli(args, { env: { OPENFASHION_DATA_DIR: node.directory, OPENFASHION_APP_KEY: node.client.appKey } });
  const file = (name: string) => join(folder, `${name}.jsonl`);
  /** Lines of an exported file apart from its header, which tells when it was made. */
  const documents = async (name: string) => (await readFile(file(name), 'utf8')).split('\n').slice(1).sort();

  const lines = () =>
    products.map(({ productId, file }) => ({
      productId,
      status: 'enable',
      name: productId,
      imageUrl: `${site.url}/${file}`,
    }));
  const createService = (serviceName: string) => ({
    method: 'POST',
    path: '/services',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ serviceName }),
  });
  const byProduct = async (of: Client, service = 'shop') => {
    const path = `/services/${service}/products/${first.productId}/search?limit=10`;
    return (await of.call({ path })).envelope.data.items;
  };
  const byPicture = async () => {
    const body = new FormData();
    body.append('limit', '1');
    body.append('imageFile', new Blob([await readFile(join(picturesDirectory, first.file))]), first.file);
    return (await client.call({ method: 'POST', path: '/services/shop/search', body })).envelope.data.items;
  };
  const status = async () => JSON.parse((await onCluster('models', 'status', '--json')).stdout);

  test('moves a service from a single node to it and back, bit by bit', async () => {
    expect(await byProduct(client)).toEqual(await byProduct(node.client));
    expect(await onCluster('export', 'shop', '--out', file('cluster'))).toMatchObject({
      code: 0,
      stdout: 'Exported shop: 24 documents\n',
    });
    expect(await documents('cluster')).toEqual(await documents('node'));
    expect(await onNode('import', 'back', file('cluster'), '--create')).toMatchObject({ code: 0 });
    expect(await onNode('export', 'back', '--out', file('back'))).toMatchObject({ code: 0 });
    expect(await documents('back')).toEqual(await documents('node'));
  });

  test('is refused a change to what no embedder makes, and nothing waits for it', async () => {
    expect(await onCluster('models', 'change', 'wider-256-l')).toMatchObject({
      code: 1,
      stderr:
        'error no process with an embedder of wider-256-l was ever started here: start one first (docs/model-change.md)\n',
    });
    expect(await status()).not.toHaveProperty('change');
  });

  test('changes the model of every service', async () => {
    const before = await byProduct(client);
    expect(await onCluster('models', 'change', next)).toMatchObject({ code: 0 });
    await client.call(createService('fresh'));
    expect(await client.index('fresh', lines())).toMatchObject({ addedCount: products.length });
    await eventually('every service is complete', async () =>
      (await status()).services.every(({ standing }: { standing: string }) => standing === 'complete'),
    );
    expect(await byProduct(client)).toEqual(before);

    const switched = await onCluster('models', 'switch');
    expect(switched).toMatchObject({ code: 0, stderr: '' });
    expect(switched.stdout).toContain(`${client.appKey}/shop answers from its new vectors\n`);
    const after = await byProduct(client);
    expect(after).not.toEqual(before);
    // Those that an index job made from the beginning.
    expect(after).toEqual(await byProduct(client, 'fresh'));
    expect(await byPicture()).toMatchObject([{ productId: first.productId, similarity: 1 }]);
    expect(await onCluster('models', 'switch-back', 'shop')).toMatchObject({ code: 0 });
    expect(await byProduct(client)).toEqual(before);
    expect(await onCluster('models', 'switch', 'shop')).toMatchObject({ code: 0 });

    expect(await onCluster('models', 'finish')).toMatchObject({ code: 0 });
    const { services } = await status();
    expect(services.map(({ service }: { service: object }) => service)).toEqual([
      expect.objectContaining({ name: 'shop', embedding: next }),
      expect.objectContaining({ name: 'fresh', embedding: next }),
    ]);
    for (const { service } of services) expect(service).not.toHaveProperty('also');
    expect(await byProduct(client)).toEqual(after);
  });

  test('is told of a job that there is not, and of a backup that cannot be', async () => {
    expect(await onCluster('jobs', 'cancel', 'a852e0e0-58ee-8d4e-815d-000000000001', '--service', 'shop')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error NotFoundIndexId: indexId: the service has no index job of this id\n',
    });
    expect(await onCluster('backup', join(folder, 'backup'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('name a cluster, which keeps nothing in a data folder'),
    });
  });

  test('finds no samples of a single node that takes part', async () => {
    await using server = new ServerProcess(join(folder, 'unused'), stores());
    await server.baseUrl();
    expect(server.lines.join('\n')).not.toContain('sample');
    const keys = JSON.parse((await onCluster('keys', 'list', '--json')).stdout);
    expect(keys.map(({ label }: { label?: string }) => label)).not.toContain('samples');
  });

  test('makes and revokes keys while Qdrant is away', async () => {
    const { appKey } = JSON.parse((await onCluster('keys', 'create', '--json')).stdout);
    await cluster.qdrant.kill();
    expect(await onCluster('keys', 'revoke', appKey)).toEqual({
      code: 0,
      stdout: `Revoked app key ${appKey}\n`,
      stderr: '',
    });
    expect(await onCluster('keys', 'create')).toMatchObject({ code: 0 });
  });
});
