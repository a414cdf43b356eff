import { Unavailable } from '@openfashion/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { completed, sameInBoth, standingOf } from '../../test/both-collections.js';
import { bothModels, holding, openShop, type Shop } from '../../test/shop.js';
import { disable, enable, ended, running, send } from '../../test/world.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

describe('a model change', () => {
  test('fills the other collection from the stored addresses, each picture once, and says how far it is', async () => {
    const service = await shop.filled(shop.products(30));
    const hits = [...shop.site.hits.values()].reduce((a, b) => a + b, 0);
    const told = { done: 0, failed: 0 };
    const remaining: number[] = [];
    const indexing = shop.world.indexing({
      ...bothModels(),
      settings: { reembedBatch: 8 },
      observer: {
        reembedded: (outcome, count) => {
          told[outcome] += count;
        },
        reembedding: (_service, left) => remaining.push(left),
      },
    });
    await shop.world.modelChanges.start('hue');
    await running(indexing, async () => {
      const record = await completed(shop.world, service);
      expect(record).toMatchObject({ from: 'colour', to: 'hue', documents: 30, done: 30, failed: 0 });
      expect(record.agreement).toBeGreaterThan(0);
      expect(record.agreement).toBeLessThanOrEqual(1);
    });
    expect(await sameInBoth(shop.world, service)).toHaveLength(30);
    expect([...shop.site.hits.values()].reduce((a, b) => a + b, 0)).toBe(2 * hits);
    expect(told).toEqual({ done: 30, failed: 0 });
    expect(remaining).toEqual([22, 14, 6, 0, 0]);
    // In force is what was in force.
    expect(await shop.now(service)).toMatchObject({ embedding: 'colour', also: 'hue' });
  });

  test('gets every write and deletion that comes while it is filled', async () => {
    const service = await shop.filled([enable('slow', `${shop.site.url}/poison/9`), ...shop.products(20)]);
    const { models, release, held } = holding();
    const indexing = shop.world.indexing({ ...models, settings: { reembedBatch: 5 } });
    await shop.world.modelChanges.start('hue');
    await running(indexing, async () => {
      await expect.poll(held).toBe(1);
      const id = await send(shop.world, indexing, service, [
        enable('p3', shop.picture(103)),
        disable('p4'),
        disable('p19'),
        enable('new', shop.picture(200)),
        enable('p18', shop.picture(118), { s1: 'x' }),
      ]);
      expect(await ended(shop.world, indexing, service, id)).toMatchObject({
        addedCount: 1,
        updatedCount: 2,
        deletedCount: 2,
      });
      expect(await standingOf(shop.world, service)).toMatchObject({ standing: 'filling' });
      release();
      await completed(shop.world, service);
    });
    const ids = await sameInBoth(shop.world, service);
    expect(ids).toHaveLength(20);
    expect(ids).toEqual(expect.arrayContaining(['new', 'p18', 'p3', 'slow']));
  });

  test('keeps what was written or removed while an older state of it was being re-embedded', async () => {
    const service = await shop.filled([
      enable('a', `${shop.site.url}/poison/1`),
      enable('b', `${shop.site.url}/poison/2`),
    ]);
    const { models, release, held } = holding();
    const indexing = shop.world.indexing(models);
    await shop.world.modelChanges.start('hue');
    await running(indexing, async () => {
      await expect.poll(held).toBe(2);
      const id = await send(shop.world, indexing, service, [enable('a', shop.picture(3)), disable('b')]);
      await ended(shop.world, indexing, service, id);
      release();
      await completed(shop.world, service);
    });
    expect(await sameInBoth(shop.world, service)).toEqual(['a']);
    expect((await shop.world.documents(service, 'hue'))[0]?.imageUrl).toBe(shop.picture(3));
  });

  test('begins with an empty collection, whatever an earlier change left there', async () => {
    const { world } = shop;
    const service = await shop.filled([...shop.products(3), disable('removed')]);
    const [document] = await world.documents(service);
    if (document === undefined) throw new Error('the service has documents');
    const put = (productId: string, seq: number) =>
      ({ kind: 'put', seq, document: { ...document, productId, vector: Float32Array.of(1, 0, 0) } }) as const;
    // Who was asleep since then wrote what is removed by now, and what is newer in the other one.
    const later = Number.MAX_SAFE_INTEGER;
    await world.catalog.apply({ service: service.id, embedding: 'hue' }, [put('removed', 1), put('p1', later)]);
    await world.modelChanges.start('hue');
    await running(world.indexing(bothModels()), () => completed(world, service));
    expect(await sameInBoth(world, service)).toEqual(['p0', 'p1', 'p2']);
  });

  test('re-embeds what is at an address now, as an index line would', async () => {
    const service = await shop.filled([enable('a', `${shop.site.url}/changing/1`)]);
    const [before] = await shop.world.documents(service);
    await shop.world.modelChanges.start('hue');
    await running(shop.world.indexing(bothModels()), () => completed(shop.world, service));
    const [after] = await shop.world.documents(service, 'hue');
    expect(after?.contentHash).not.toBe(before?.contentHash);
  });

  test('reuses nothing of an unchanged picture unless both vectors are there (rule 8.12)', async () => {
    const service = await shop.filled(shop.products(2));
    let looked = 0;
    const models = bothModels(async (model) => {
      if (model === 'detector') looked += 1;
    });
    const indexing = shop.world.indexing(models);
    await shop.world.modelChanges.start('hue');
    await running(indexing, () => completed(shop.world, service));
    expect(looked).toBe(2);
    await shop.index(service, shop.products(2), shop.world.indexing(models));
    expect(looked).toBe(2);
    await shop.world.catalog.clear({ service: service.id, embedding: 'hue' });
    await shop.index(service, shop.products(1), shop.world.indexing(models));
    expect(looked).toBe(3);
  });

  test('goes on when what was down is back, and says meanwhile what it waits for', async () => {
    const service = await shop.filled(shop.products(3));
    let down = true;
    const waiting: string[] = [];
    const models = bothModels(async (model) => {
      if (down && model === 'embedder') throw new Unavailable('the embedder is down');
    });
    const indexing = shop.world.indexing({
      ...models,
      observer: { waiting: (_service, reason) => waiting.push(reason) },
    });
    await shop.world.modelChanges.start('hue');
    await running(indexing, async () => {
      await expect
        .poll(() => standingOf(shop.world, service), { timeout: 10_000 })
        .toMatchObject({ reembedding: { waitsFor: 'the embedder is down', done: 0, failed: 0 } });
      expect(waiting[0]).toContain('the embedder is down');
      down = false;
      expect(await completed(shop.world, service)).toMatchObject({ done: 3, failed: 0 });
      expect(await completed(shop.world, service)).not.toHaveProperty('waitsFor');
    });
    await sameInBoth(shop.world, service);
  });

  test('leaves to others what this process has no embedder for, and says so once', async () => {
    const service = await shop.filled(shop.products(3));
    await shop.world.modelChanges.start('hue');
    const waiting: string[] = [];
    const old = shop.world.indexing({ observer: { waiting: (_service, reason) => waiting.push(reason) } });
    await running(old, async () => {
      await expect.poll(() => waiting).toHaveLength(1);
      expect(waiting[0]).toBe('it is to get vectors of hue, and the embedders make colour');
      await running(shop.world.indexing(bothModels()), () => completed(shop.world, service));
    });
    expect(waiting).toHaveLength(1);
    await sameInBoth(shop.world, service);
  });
});
