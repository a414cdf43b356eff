import { ContractError } from '@openfashion/contract';
import { createDownloader } from '@openfashion/imaging';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeModels } from '../test/models.js';
import { type PictureSite, startPictureSite } from '../test/picture-site.js';
import { disable, enable, ended, openWorld, running, send, type World } from '../test/world.js';

let world: World;
let site: PictureSite;

beforeAll(async () => {
  [world, site] = await Promise.all([openWorld(), startPictureSite()]);
});
afterAll(async () => {
  await world.close();
  await site.close();
});

const picture = (number: number) => `${site.url}/p/${number}`;
const all = { start: 0, limit: 100, order: { field: 'requestedTime', direction: 'asc' } } as const;

describe('a job', () => {
  test('ends with every line in exactly one outcome, id lists in line order, reasons by line', async () => {
    const indexing = world.indexing();
    const service = await world.createService();
    await running(indexing, async () => {
      const id = await send(world, indexing, service, [
        enable('a', picture(1), { s1: 'x', category1Id: '' }),
        enable('b', picture(2)),
        enable('a', picture(3)),
        enable('c', `${site.url}/none/1`),
        enable('d', `${site.url}/gone`),
        '{"status": "enable"}',
        enable('e', 'nonsense'),
        enable('f', `${site.url}/text`),
        disable('b'),
        disable('unknown'),
        '',
        enable('g', `${site.url}/flaky/4`),
        enable('h', `${site.url}/torn/5`),
        enable('i', `${site.url}/down/6`),
      ]);
      expect(await ended(world, indexing, service, id)).toMatchObject({
        id,
        serviceName: service.name,
        filename: 'products.jsonl',
        status: 'finished',
        totalCount: 14,
        addedCount: 4,
        updatedCount: 1,
        deletedCount: 2,
        failedCount: 7,
        exceededCount: 0,
        addedProductIds: ['a', 'b', 'g', 'h'],
        updatedProductIds: ['a'],
        deletedProductIds: ['b', 'unknown'],
        failedProductIds: ['c', 'd', 'e', 'f', 'i'],
        exceededProductIds: [],
        failures: [
          { line: 4, productId: 'c', reason: 'NoDetectedFashionItems' },
          { line: 5, productId: 'd', reason: 'InvalidImageURLException' },
          { line: 6, reason: 'InvalidLine' },
          { line: 7, productId: 'e', reason: 'InvalidImageURLException' },
          { line: 8, productId: 'f', reason: 'InvalidImageFormatException' },
          { line: 11, reason: 'InvalidLine' },
          { line: 14, productId: 'i', reason: 'InvalidImageURLException' },
        ],
      });
      // A connection error or 5xx is tried once more (rule 8.7), a 404 is not.
      const tries = ['/flaky/4', '/torn/5', '/down/6', '/gone'].map((path) => site.hits.get(path));
      expect(tries).toEqual([2, 2, 2, 1]);
      const documents = await world.documents(service);
      expect(documents.map(({ productId }) => productId)).toEqual(['a', 'g', 'h']);
      expect(documents[0]).toMatchObject({ imageUrl: picture(3), name: 'name of a' });
      expect(documents[0]).not.toHaveProperty('s1');
    });
  });

  test('is reserved, then running, then ends, with the times of each (rule 8.8)', async () => {
    const clock = { now: 1_000 };
    const statuses: string[] = [];
    const indexing = world.indexing({ now: () => clock.now, observer: { job: (status) => statuses.push(status) } });
    const service = await world.createService();
    const id = await send(world, indexing, service, [enable('a', picture(1))]);
    const detail = () => indexing.detail(service, id, { failures: false });
    expect(await detail()).toMatchObject({
      status: 'reserved',
      requestedTime: 1_000,
      startTime: null,
      finishTime: null,
      totalCount: 1,
      addedProductIds: [],
    });
    expect(await detail()).not.toHaveProperty('failures');
    clock.now = 1_500;
    await running(indexing, () => ended(world, indexing, service, id));
    expect(await detail()).toMatchObject({ status: 'finished', startTime: 1_500, finishTime: 1_500 });
    expect(statuses).toEqual(['reserved', 'running', 'finished']);
  });

  test('of which every line failed is failed; of which all exceeded is finished (rules 8.6, 8.8)', async () => {
    const indexing = world.indexing({ settings: { quota: 1 } });
    const service = await world.createService();
    await running(indexing, async () => {
      const failed = await send(world, indexing, service, [enable('a', 'x'), enable('b', `${site.url}/none/1`)]);
      const filled = await send(world, indexing, service, [enable('a', picture(1))]);
      const exceeded = await send(world, indexing, service, [enable('b', picture(1)), enable('c', picture(1))]);
      expect(await ended(world, indexing, service, failed)).toMatchObject({ status: 'failed', failedCount: 2 });
      expect(await ended(world, indexing, service, filled)).toMatchObject({ status: 'finished', addedCount: 1 });
      expect(await ended(world, indexing, service, exceeded)).toMatchObject({
        status: 'finished',
        exceededProductIds: ['b', 'c'],
      });
    });
  });

  test('keeps the old document where an update fails; deletes make room (rules 8.6, 8.7)', async () => {
    const indexing = world.indexing({ settings: { quota: 2, chunkLines: 2 } });
    const service = await world.createService();
    await running(indexing, async () => {
      await send(world, indexing, service, [enable('a', picture(1)), enable('b', picture(2))]);
      const id = await send(world, indexing, service, [
        enable('a', `${site.url}/none/1`),
        enable('c', picture(3)),
        disable('b'),
        enable('d', `${site.url}/none/2`),
        enable('e', picture(5)),
        enable('f', picture(6)),
        enable('a', picture(7)),
      ]);
      expect(await ended(world, indexing, service, id)).toMatchObject({
        failedProductIds: ['a', 'd'],
        exceededProductIds: ['c', 'f'],
        deletedProductIds: ['b'],
        addedProductIds: ['e'],
        updatedProductIds: ['a'],
      });
      const documents = await world.documents(service);
      expect(documents.map(({ productId, imageUrl }) => [productId, imageUrl])).toEqual([
        ['a', picture(7)],
        ['e', picture(5)],
      ]);
    });
  });

  test('uses the stored vector where address and picture are unchanged (rule 8.12)', async () => {
    let embedded = 0;
    const models = makeModels(async (model) => {
      if (model === 'embedder') embedded += 1;
    });
    const indexing = world.indexing(models);
    const service = await world.createService();
    await running(indexing, async () => {
      const lines = (fields: object) => [
        enable('a', picture(1), fields),
        enable('b', `${site.url}/changing/1`, fields),
      ];
      await ended(world, indexing, service, await send(world, indexing, service, lines({})));
      const [before] = await world.documents(service);
      expect(embedded).toBe(2);
      const id = await send(world, indexing, service, lines({ name: 'new' }));
      expect(await ended(world, indexing, service, id)).toMatchObject({ updatedCount: 2 });
      expect(embedded).toBe(3);
      const [after, changed] = await world.documents(service);
      expect(after).toEqual({ ...before, name: 'new' });
      expect(changed?.name).toBe('new');
    });
  });

  test('does not fetch a picture again that its server says has not changed (rule 8.12)', async () => {
    const outcomes: string[] = [];
    const downloader = createDownloader({
      allowCidrs: ['127.0.0.0/8'],
      observer: { downloaded: (outcome) => void outcomes.push(outcome) },
    });
    const indexing = world.indexing({ downloader });
    const service = await world.createService();
    await running(indexing, async () => {
      for (const name of ['first', 'second', 'third']) {
        const lines = [enable('a', `${site.url}/tagged/1`, { name }), enable('b', `${site.url}/p/2`, { name })];
        await ended(world, indexing, service, await send(world, indexing, service, lines));
      }
    });
    await downloader.close();
    expect(outcomes.filter((outcome) => outcome === 'unchanged')).toHaveLength(2);
    const [tagged, plain] = await world.documents(service);
    expect(tagged).toMatchObject({ name: 'third', etag: '"1"' });
    expect(plain).toMatchObject({ name: 'third' });
    expect(plain).not.toHaveProperty('etag');
  });

  test('is in the list with its filters and pages, and unknown ids are unknown (rules 8.10, 8.11)', async () => {
    const indexing = world.indexing();
    const [service, other] = [await world.createService(), await world.createService()];
    const ids: string[] = [];
    for (const product of ['a', 'b', 'c']) ids.push(await send(world, indexing, service, [disable(product)]));
    const listed = async (query: object = {}) => {
      const { total, items } = await indexing.list(service, { ...all, ...query });
      return [total, items.map(({ id }) => ids.indexOf(id))];
    };
    expect(await listed()).toEqual([3, [0, 1, 2]]);
    expect(await listed({ start: 1, limit: 1 })).toEqual([3, [1]]);
    expect(await listed({ statuses: ['running', 'finished'] })).toEqual([0, []]);
    await running(indexing, () => ended(world, indexing, service, ids[2] ?? ''));
    expect(await listed({ statuses: ['finished'], order: { field: 'requestedTime', direction: 'desc' } })).toEqual([
      3,
      [2, 1, 0],
    ]);
    expect(await indexing.list(other, all)).toEqual({ total: 0, items: [] });
    const [first = ''] = ids;
    for (const unknown of ['', 'x', '24bb94b3-8a6b-488e-b038-4f6038da2596', `${first.slice(0, -1)}9`]) {
      await expect(indexing.detail(service, unknown, { failures: true })).rejects.toThrow(ContractError);
    }
    await expect(indexing.detail(other, first, { failures: true })).rejects.toThrow('NotFoundIndexId');
  });
});

describe('jobs', () => {
  test('of one service take effect in order of acknowledgement, also many at once (rule 8.4)', async () => {
    const indexing = world.indexing({ settings: { chunkLines: 1 } });
    const service = await world.createService();
    const ids: string[] = [];
    for (let round = 0; round < 8; round++) {
      ids.push(await send(world, indexing, service, [enable('a', picture(round)), enable(`r${round}`, picture(1))]));
      ids.push(await send(world, indexing, service, [disable(`r${round}`), enable('a', picture(100 + round))]));
    }
    await running(indexing, () => ended(world, indexing, service, ids.at(-1) ?? ''));
    const documents = await world.documents(service);
    expect(documents.map(({ productId, imageUrl }) => [productId, imageUrl])).toEqual([['a', picture(107)]]);
    const { items } = await indexing.list(service, all);
    expect(items.map(({ addedCount, updatedCount }) => [addedCount, updatedCount]).slice(0, 3)).toEqual([
      [2, 0],
      [0, 1],
      [1, 1],
    ]);
  });

  test('a small job does not wait for a big one of another service (rule 8.4)', async () => {
    const indexing = world.indexing({ settings: { chunkLines: 2 } });
    const [big, small] = [await world.createService(), await world.createService()];
    const order: string[] = [];
    const lines = Array.from({ length: 200 }, (_, index) => enable(`p${index}`, picture(index)));
    const first = await send(world, indexing, big, lines);
    const second = await send(world, indexing, small, lines.slice(0, 3));
    await running(indexing, async () => {
      const ends = [
        ended(world, indexing, big, first).then(() => order.push('big')),
        ended(world, indexing, small, second).then(async () => {
          order.push('small');
          const { addedCount } = await indexing.detail(big, first, { failures: false });
          expect(addedCount).toBeLessThan(100);
        }),
      ];
      await Promise.all(ends);
    });
    expect(order).toEqual(['small', 'big']);
  });

  test('two processes share the work and double nothing', async () => {
    const lines: string[] = [];
    const observer = { lines: (outcome: string, count: number) => lines.push(...Array(count).fill(outcome)) };
    const indexings = [world.indexing({ observer }), world.indexing({ observer })];
    const [indexing] = indexings;
    if (indexing === undefined) throw new Error('no indexing');
    const service = await world.createService();
    await running(indexings, async () => {
      const products = Array.from({ length: 60 }, (_, index) => enable(`p${index % 40}`, picture(index)));
      const id = await send(world, indexing, service, [...products, ...products.slice(0, 10).map(() => disable('p0'))]);
      const job = await ended(world, indexing, service, id);
      expect(job).toMatchObject({ addedCount: 40, updatedCount: 20, deletedCount: 10, failedCount: 0 });
    });
    expect(lines).toHaveLength(70);
    expect(await world.documents(service)).toHaveLength(39);
  });
});
