import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { picturesDirectory, sampleProducts } from '@openfashion/samples';
import { expect, test } from 'vitest';
import { type Client, createClient } from '../harness/client.js';
import { Cluster, clusterLacks } from '../harness/cluster.js';
import { freePort } from '../harness/free-port.js';
import { NatsServer } from '../harness/nats-server.js';
import { startPictureSite } from '../harness/picture-site.js';
import { QdrantServer, qdrantPlace } from '../harness/qdrant-server.js';
import type { RawRequest } from '../harness/rest.js';

/** Snapshots of all of its collections, taken out of it. */
async function snapshotsOf(url: string): Promise<Map<string, Blob>> {
  const ask = async (path: string, method: string) => {
    const answer = await fetch(`${url}${path}`, { method });
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}`);
    return answer;
  };
  const { result } = (await (await ask('/collections', 'GET')).json()) as Named<{ collections: { name: string }[] }>;
  const snapshots = result.collections.map(async ({ name }) => {
    const at = `/collections/${name}/snapshots`;
    const made = (await (await ask(at, 'POST')).json()) as Named<{ name: string }>;
    return [name, await (await ask(`${at}/${made.result.name}`, 'GET')).blob()] as const;
  });
  return new Map(await Promise.all(snapshots));
}

interface Named<Result> {
  readonly result: Result;
}

type Line = ReturnType<typeof lineOf>;
const lineOf = (productId: string, imageUrl: string) => ({
  productId,
  status: 'enable',
  name: productId,
  category1Id: '1',
  imageUrl,
});

async function recover(url: string, collection: string, snapshot: Blob): Promise<void> {
  const body = new FormData();
  body.append('snapshot', snapshot);
  const answer = await fetch(`${url}/collections/${collection}/snapshots/upload?priority=snapshot`, {
    method: 'POST',
    body,
  });
  if (!answer.ok) throw new Error(`${collection} was not recovered: ${await answer.text()}`);
}

const search = (productId: string) => ({
  path: `/services/shop/products/${productId}/search?limit=10&includeDuplicates=true`,
});
const jobs = { path: '/services/shop/indexes?start=0&limit=10' };

/** Fill a cluster with a shop, and back up both of its stores with gateways and indexers stopped. @param nats where to copy NATS' folder */
async function fillAndBackUp(cluster: Cluster, lines: readonly Line[], nats: string) {
  const client = await cluster.newClient();
  await client.createService('shop');
  expect(await client.index('shop', lines)).toMatchObject({ status: 'finished', addedCount: lines.length });
  const found = await answered(client, search(lines[0]?.productId ?? ''));
  const had = { found, jobs: await answered(client, jobs) };
  await Promise.all([...cluster.gateways, ...cluster.indexers].map((one) => one.stop()));
  const snapshots = await snapshotsOf(cluster.qdrant.url);
  await cluster.nats.stop();
  await cp(cluster.nats.directory, nats, { recursive: true });
  return { client, had, snapshots };
}

async function answered(client: Client, request: RawRequest) {
  const { header, data } = (await client.call(request)).envelope;
  expect(header).toMatchObject({ isSuccessful: true });
  return data;
}

// docs/runbooks/backup-and-restore.md
test.skipIf(clusterLacks)(
  `on a restored backup of its stores a cluster has what it had, and goes on${clusterLacks ? ` (SKIPPED: ${clusterLacks})` : ''}`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cluster-backup-'));
    try {
      await using site = await startPictureSite(picturesDirectory);
      const lines = sampleProducts()
        .slice(0, 6)
        .map(({ productId, file }) => lineOf(productId, `${site.url}/${file}`));
      const [first] = lines;
      if (first === undefined) throw new Error('there are no samples');

      const copy = join(folder, 'nats');
      const backUp = async () => {
        await using cluster = await Cluster.open();
        // Awaited here: the cluster ends with this function.
        return await fillAndBackUp(cluster, lines, copy);
      };
      const { client, had, snapshots } = await backUp();
      expect(had.found.items).toHaveLength(lines.length - 1);

      await using nats = await NatsServer.launch(copy, await freePort(), {});
      await nats.ready();
      await using qdrant = await new QdrantServer(await qdrantPlace(join(folder, 'qdrant'))).ready();
      for (const [collection, snapshot] of snapshots) await recover(qdrant.url, collection, snapshot);
      await using restored = await Cluster.open({
        environment: { OPENFASHION_NATS_URL: nats.url, OPENFASHION_QDRANT_URL: qdrant.url },
      });
      const again = createClient(await restored.baseUrl(), client);
      expect(await answered(again, search(first.productId))).toEqual(had.found);
      expect(await answered(again, jobs)).toEqual(had.jobs);

      const added = lineOf('added-later', first.imageUrl);
      expect(await again.index('shop', [added])).toMatchObject({ status: 'finished', addedCount: 1 });
      const now = await answered(again, search(first.productId));
      expect(now.items.map(({ productId }: Line) => productId)).toContain('added-later');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  120_000,
);
