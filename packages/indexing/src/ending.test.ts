import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeModels } from '../test/models.js';
import { type PictureSite, poison, startPictureSite } from '../test/picture-site.js';
import { storedFor } from '../test/stored.js';
import { disable, enable, ended, openWorld, running, send, type World } from '../test/world.js';

let world: World;
let site: PictureSite;

beforeEach(async () => {
  [world, site] = await Promise.all([openWorld(), startPictureSite()]);
});
afterEach(async () => {
  await world.close();
  await site.close();
});

const picture = (number: number) => `${site.url}/p/${number}`;
/** The picture that {@link holdingModels} hold. */
const held = () => enable('held', `${site.url}/poison/1`);

/** Models that look at one picture until they are released or stopped; a download can be held for 3 s only. */
function holdingModels() {
  const held = new AbortController();
  const models = makeModels(async (_model, red, signal) => {
    if (red === poison && !held.signal.aborted) await once(AbortSignal.any([held.signal, signal]), 'abort');
  });
  return { models, release: () => held.abort() };
}

describe('canceling (rule 8.8)', () => {
  test('a running job stops; what was done stays and is counted, the rest is in no count', async () => {
    const { models, release } = holdingModels();
    const indexing = world.indexing(models);
    const service = await world.createService();
    const lines = [
      ...Array.from({ length: 5 }, (_, index) => enable(`p${index}`, picture(index))),
      held(),
      enable('after', picture(9)),
    ];
    await running(indexing, async () => {
      const id = await send(world, indexing, service, lines);
      const next = await send(world, indexing, service, [disable('p0')]);
      await expect.poll(async () => (await indexing.detail(service, id, { failures: false })).addedCount).toBe(5);
      await world.tenancy.requestCancel(service.id, id);
      const job = await ended(world, indexing, service, id);
      expect(job).toMatchObject({ status: 'canceled', totalCount: 7, addedCount: 5, failedCount: 0 });
      expect(job.addedProductIds).toHaveLength(5);
      expect(await ended(world, indexing, service, next)).toMatchObject({ status: 'finished', deletedCount: 1 });
      expect(await world.tenancy.cancelRequested(service.id, id)).toBe(false);
      release();
    });
    expect(await world.documents(service)).toHaveLength(4);
  });

  test('a waiting job is never begun', async () => {
    const indexing = world.indexing();
    const service = await world.createService();
    const first = await send(world, indexing, service, [enable('a', picture(1))]);
    const second = await send(world, indexing, service, [disable('a')]);
    await world.tenancy.requestCancel(service.id, second);
    await running(indexing, async () => {
      await ended(world, indexing, service, first);
      const job = await ended(world, indexing, service, second);
      expect(job).toMatchObject({ status: 'canceled', startTime: null, deletedCount: 0 });
    });
    expect(await world.documents(service)).toHaveLength(1);
  });
});

describe('deleting a service (rule 4.2)', () => {
  test('stops its job, which writes nothing more; its storage is reclaimed; its name starts empty', async () => {
    const { models, release } = holdingModels();
    const indexing = world.indexing(models);
    const service = await world.createService('shop');
    const appKey = await world.appKeyOf(service);
    await running(indexing, async () => {
      const lines = [...Array.from({ length: 5 }, (_, index) => enable(`p${index}`, picture(index)))];
      const id = await send(world, indexing, service, [...lines, held()]);
      await send(world, indexing, service, [disable('p0')]);
      await expect.poll(async () => (await indexing.detail(service, id, { failures: false })).addedCount).toBe(5);
      await world.tenancy.deleteService(appKey, 'shop');
      const again = await world.tenancy.createService(appKey, 'shop', 'colour');
      const next = await send(world, indexing, again, [enable('new', picture(1))]);
      expect(await ended(world, indexing, again, next)).toMatchObject({ addedCount: 1 });
      await expect.poll(() => world.tenancy.deletedServices(), { timeout: 5_000 }).toEqual([]);
      release();
      await expect.poll(() => world.backplane.workQueue('index-chunks').size(), { timeout: 5_000 }).toBe(0);
      expect(await world.documents(service)).toEqual([]);
      expect((await world.documents(again)).map(({ productId }) => productId)).toEqual(['new']);
      expect(
        await indexing.list(again, { start: 0, limit: 10, order: { field: 'startTime', direction: 'asc' } }),
      ).toMatchObject({
        total: 1,
      });
    });
    expect(await storedFor(world, service.id)).toEqual([]);
  });

  test('200 times in the middle of a job, followed by a create of the same name: no old write arrives', async () => {
    const indexing = world.indexing({ settings: { chunkLines: 1, tick: 5, rest: 5, reclaiming: 5 } });
    const first = await world.createService('shop');
    const appKey = await world.appKeyOf(first);
    await running(indexing, async () => {
      let service = first;
      for (let round = 0; round < 200; round++) {
        await send(world, indexing, service, [
          enable(`old${round}`, picture(round)),
          disable('x'),
          enable('y', picture(1)),
        ]);
        if (round % 2 === 0) await new Promise((resolve) => setTimeout(resolve, round % 23));
        await world.tenancy.deleteService(appKey, 'shop');
        service = await world.tenancy.createService(appKey, 'shop', 'colour');
        expect(await world.catalog.count({ service: service.id, embedding: 'colour' })).toBe(0);
      }
      const last = await send(world, indexing, service, [enable('new', picture(1))]);
      await ended(world, indexing, service, last);
      await expect.poll(() => world.tenancy.deletedServices(), { timeout: 20_000, interval: 100 }).toEqual([]);
      expect((await world.documents(service)).map(({ productId }) => productId)).toEqual(['new']);
    });
  });
});
