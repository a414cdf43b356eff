import type { Catalog } from '@openfashion/catalog';
import { type QdrantOptions, reconcile } from '@openfashion/catalog/qdrant';
import { exported, found, product, put, putAll, remove } from '@openfashion/catalog/suite/samples';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithOwnQdrant } from '../harness/describe-with-qdrant.js';
import { eventually } from '../harness/eventually.js';
import { type QdrantCluster, startQdrantCluster } from '../harness/qdrant-server.js';
import { oneReplica } from './one-replica.js';
import { ask, onlyCollection, openCatalog, scope } from './open.js';

/** Seq of a removal. */
const removal = 1_000;

interface Shards {
  readonly local_shards: readonly { shard_id: number; points_count: number; state: string }[];
  readonly remote_shards: readonly { shard_id: number; state: string }[];
}

describeWithOwnQdrant('three Qdrant nodes, two copies of each document', () => {
  let cluster: QdrantCluster;
  let options: QdrantOptions;
  let catalog: Catalog;
  let name: string;
  const ids = Array.from({ length: 300 }, (_, at) => `p${String(at).padStart(3, '0')}`);

  beforeAll(async () => {
    cluster = await startQdrantCluster(3);
    options = { urls: cluster.urls, replicationFactor: 2, timeout: 10_000 };
    catalog = await openCatalog(options);
    name = await onlyCollection(cluster.urls[0] ?? '', 'openfashion');
    await putAll(
      catalog,
      scope,
      ids.map((id) => product(id)),
    );
    await catalog.apply(scope, [remove(removal, 'p000')]);
  });
  afterAll(async () => {
    await catalog?.close();
    await cluster?.[Symbol.asyncDispose]();
  });

  /** Seqs by point id of a service's documents and markers. */
  const idsOf = async (url: string, service = scope.service) => {
    const any = ['service', 'removedFrom'].map((key) => ({ key, match: { value: service } }));
    const body = { filter: { should: any }, limit: 1_000, with_payload: ['seq'] };
    const path = `/collections/${name}/points/scroll`;
    const { result } = await ask<{ points: { id: string; payload: { seq: number } }[] }>(url, path, { body });
    return new Map(result.points.map(({ id, payload }) => [id, payload.seq]));
  };
  const shards = async (url: string) => (await ask<Shards>(url, `/collections/${name}/cluster`)).result;
  /** Whether every copy of every part is in service, as every node sees it. */
  const areInService = async () => {
    const all = await Promise.all(cluster.urls.map(shards));
    return all.every(({ local_shards, remote_shards }) =>
      [...local_shards, ...remote_shards].every(({ state }) => state === 'Active'),
    );
  };

  test('each document has two copies, and nothing differs', async () => {
    const all = await Promise.all(cluster.urls.map(shards));
    const points = all.flatMap(({ local_shards }) => local_shards).reduce((sum, one) => sum + one.points_count, 0);
    expect(points).toBe(2 * ids.length);
    expect(await reconcile(options)).toEqual({ checked: ids.length, repaired: 0 });
  });

  test('what one copy lacks or has older, documents and markers, is found and mended', async () => {
    const node = cluster.nodes[1];
    if (node === undefined) throw new Error('three nodes');
    const { local_shards } = await shards(node.url);
    using replica = oneReplica(
      node,
      name,
      local_shards.map(({ shard_id }) => shard_id),
    );
    const points = await idsOf(node.url);
    const held = await replica.held([...points.keys()]);
    // Each node has two of the three parts.
    expect(held.length).toBeGreaterThan(ids.length / 2);
    const marker = held.filter((id) => points.get(id) === removal);
    const some = held.filter((id) => points.get(id) !== removal);
    const missing = [...marker, ...some.slice(0, 3)];
    const stale = some.slice(3, 5);
    const before = await replica.seqs([...missing, ...stale]);
    expect(before).not.toContain(undefined);
    await replica.delete(missing);
    await replica.setSeq(stale, 0);
    expect(await replica.seqs([...missing, ...stale])).toEqual([...missing.map(() => undefined), 0, 0]);
    // What a job's outcomes are decided on is of the newest copies, whichever node has them.
    expect([...(await catalog.existing(scope, ids))].sort()).toEqual(ids.slice(1));

    expect(await reconcile(options)).toEqual({ checked: ids.length, repaired: missing.length + 2 });
    expect(await replica.seqs([...missing, ...stale])).toEqual(before);
    expect(await reconcile(options)).toEqual({ checked: ids.length, repaired: 0 });
    await catalog.apply(scope, [put(removal - 1, product('p000'))]);
    expect(await catalog.get(scope, 'p000')).toBeUndefined();
    expect(await catalog.count(scope)).toBe(ids.length - 1);
  });

  test('of a dropped service, what one copy still has is deleted rather than spread', async () => {
    const own = { ...scope, service: 'dropped' };
    await putAll(
      catalog,
      own,
      ids.map((id) => product(id)),
    );
    const node = cluster.nodes[0];
    if (node === undefined) throw new Error('three nodes');
    const { local_shards } = await shards(node.url);
    using replica = oneReplica(
      node,
      name,
      local_shards.map(({ shard_id }) => shard_id),
    );
    const points = await idsOf(node.url, own.service);
    const held = (await replica.held([...points.keys()])).slice(0, 10);
    await replica.delete(held);
    await catalog.drop(own.service);
    await eventually('nothing is left on any copy', async () => {
      await reconcile(options);
      return (await idsOf(node.url, own.service)).size === 0;
    });
    expect(await replica.held([...points.keys()])).toEqual([]);
    // The tombstone has a copy too.
    expect((await reconcile(options)).repaired).toBe(0);
  });

  test('with one node killed, reads and writes go on; when it is back, it has all of it once copies were compared', {
    timeout: 120_000,
  }, async () => {
    let removed = 0;
    for (const killed of [0, 2]) {
      await cluster.nodes[killed]?.kill();
      const seq = 2_000 + 1_000 * killed;
      await catalog.apply(scope, [
        ...ids.slice(1, 200).map((id, at) => put(seq + at, product(id, undefined, { name: `${killed}` }))),
        remove(seq + 500, `p29${killed}`),
      ]);
      expect(await found(catalog, scope, { limit: 400 })).toHaveLength(ids.length - 1 - ++removed);
      const puts = await exported(catalog, scope);
      expect(puts.filter(({ document }) => document.name === `${killed}`)).toHaveLength(199);
      await cluster.restart(killed);
      await eventually('all copies are in service again', areInService);
      // Nodes say of a copy that it is in service for some time after they stopped to send it writes, now and then.
      await eventually('all copies agree', async () => (await reconcile(options)).repaired === 0);
      expect(await exported(catalog, scope)).toEqual(puts);
    }
  });
});
