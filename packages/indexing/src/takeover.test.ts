import { Unavailable } from '@openfashion/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Around, around } from '../test/around.js';
import { makeModels } from '../test/models.js';
import { type PictureSite, startPictureSite } from '../test/picture-site.js';
import { disable, enable, ended, openWorld, running, send, type World } from '../test/world.js';
import type { Indexing } from './index.js';

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

/** A process that falls asleep at a write: that write and every other of it wait until it is woken. */
function sleeper(falls: (name: string) => boolean): {
  readonly indexing: Indexing;
  readonly asleep: Promise<void>;
  wake(): void;
} {
  let fallen = () => {};
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => {
    fallen = resolve;
  });
  const awake = new Promise<void>((resolve) => {
    wake = resolve;
  });
  let sleeping = false;
  const each: Around = async (write, name) => {
    if (!sleeping && falls(name)) {
      sleeping = true;
      fallen();
    }
    if (sleeping) await awake;
    return write();
  };
  return { indexing: world.indexing({ ...around(world, each), settings: { ackWait: 300 } }), asleep, wake };
}

/** Everything that is stored of a service's jobs and documents. */
async function everything(service: Parameters<World['documents']>[0], indexing: Indexing, ids: readonly string[]) {
  const jobs = await Promise.all(ids.map((id) => indexing.detail(service, id, { failures: true })));
  const cursor = await world.backplane.keyValue('index-cursors').get(service.id);
  return { jobs, documents: await world.documents(service), cursor: Buffer.from(cursor?.value ?? []).toString() };
}

describe('a coordinator that was asleep while another took over changes nothing', () => {
  test.each([
    'index-cursors.create',
    'index-cursors.update',
    'catalog.apply',
    'index-reports.put',
    'index-jobs.update',
  ])('asleep at %s', async (step) => {
    const service = await world.createService();
    let seen = 0;
    // The second time: in the middle of the job.
    const {
      indexing: first,
      asleep,
      wake,
    } = sleeper((name) => name === step && ++seen === (step.endsWith('create') ? 1 : 2));
    const second = world.indexing();
    const stop = new AbortController();
    const ids = [
      await send(world, second, service, [
        ...Array.from({ length: 12 }, (_, index) => enable(`p${index}`, picture(index))),
        disable('p0'),
      ]),
    ];
    const firstRun = first.run(stop.signal);
    await asleep;
    await running(second, async () => {
      ids.push(
        await send(world, second, service, [disable('p1'), enable('p2', picture(50)), enable('p6', picture(51))]),
      );
      ids.push(await send(world, second, service, [disable('p7'), enable('p1', picture(52)), disable('p9')]));
      await ended(world, second, service, ids[2] ?? '');
    });
    const before = await everything(service, second, ids);
    expect(before.jobs).toMatchObject([
      { status: 'finished', addedCount: 12, deletedCount: 1 },
      { status: 'finished', updatedCount: 2, deletedCount: 1 },
      { status: 'finished', addedCount: 1, deletedCount: 2 },
    ]);
    expect(before.documents).toHaveLength(9);
    wake();
    stop.abort();
    await firstRun;
    expect(await everything(service, second, ids)).toEqual(before);
  });

  test('asleep while a job is canceled: its next chunk is not decided any more', async () => {
    const service = await world.createService();
    let seen = 0;
    const { indexing: first, asleep, wake } = sleeper((name) => name === 'index-cursors.update' && ++seen === 2);
    const second = world.indexing();
    const stop = new AbortController();
    const lines = Array.from({ length: 20 }, (_, index) => enable(`p${index}`, picture(index)));
    const id = await send(world, second, service, lines);
    const firstRun = first.run(stop.signal);
    await asleep;
    await world.tenancy.requestCancel(service.id, id);
    const job = await running(second, () => ended(world, second, service, id));
    expect(job).toMatchObject({ status: 'canceled', addedCount: 5 });
    const before = await everything(service, second, [id]);
    wake();
    stop.abort();
    await firstRun;
    expect(await everything(service, second, [id])).toEqual(before);
    expect(before.documents).toHaveLength(5);
  });
});

test('of two workers that computed a chunk one is believed, and the other’s result is deleted', async () => {
  const service = await world.createService();
  const { indexing: first, asleep, wake } = sleeper((name) => name === 'index-claims.create');
  const second = world.indexing();
  const id = await send(world, second, service, [enable('a', `${site.url}/changing/1`)]);
  const results = () => world.backplane.objectStore('index-results').list(`${service.id}/`);
  const stop = new AbortController();
  const firstRun = first.run(stop.signal);
  await asleep;
  expect(await results()).toHaveLength(1);
  // Nobody says any more that the chunk is worked on: it is handed out again.
  await running(second, () => ended(world, second, service, id));
  expect(await results()).toHaveLength(2);
  const [document] = await world.documents(service);
  wake();
  await expect.poll(results).toHaveLength(1);
  stop.abort();
  await firstRun;
  expect(await world.documents(service)).toEqual([document]);
});

describe('something of ours that is down', () => {
  test('fails no line: the job waits until it is back (rule 8.7)', async () => {
    const service = await world.createService();
    let down = true;
    let refused = 0;
    const models = makeModels(async () => {
      if (!down) return;
      refused += 1;
      throw new Unavailable('the model is down');
    });
    const retried: unknown[] = [];
    const indexing = world.indexing({ ...models, observer: { chunkRetried: (cause) => retried.push(cause) } });
    await running(indexing, async () => {
      const id = await send(world, indexing, service, [enable('a', picture(1)), disable('b')]);
      await expect.poll(() => retried.length, { timeout: 10_000 }).toBeGreaterThan(6);
      expect(await indexing.detail(service, id, { failures: false })).toMatchObject({ failedCount: 0 });
      down = false;
      expect(await ended(world, indexing, service, id)).toMatchObject({ addedCount: 1, deletedCount: 1 });
    });
    expect(refused).toBeGreaterThan(6);
    expect(await world.backplane.keyValue('index-attempts').list('')).toEqual([]);
  });

  test.each(['catalog.apply', 'index-reports.put', 'index-results.put', 'index-cursors.update', 'index-jobs.update'])(
    'at %s is waited for, and nothing is done twice',
    async (step) => {
      const service = await world.createService();
      let failures = 0;
      const stores = around(world, async (write, name) => {
        if (name !== step || ++failures % 2 === 0) return write();
        // Of every two the first fails: done or not, nobody can tell.
        if (failures % 4 === 1) await write();
        throw new Unavailable(`${name} failed`);
      });
      const indexing = world.indexing({ ...stores, settings: { rest: 10, leaseExpiry: 100 } });
      await running(indexing, async () => {
        const lines = Array.from({ length: 15 }, (_, index) => enable(`p${index % 10}`, picture(index)));
        const id = await send(world, world.indexing(), service, lines);
        const job = await ended(world, indexing, service, id);
        expect(job).toMatchObject({ status: 'finished', addedCount: 10, updatedCount: 5 });
      });
      expect(failures).toBeGreaterThan(2);
      expect(await world.documents(service)).toHaveLength(10);
    },
  );

  test('a service whose vectors no process can make waits and says so', async () => {
    const service = await world.createService();
    const waiting: string[] = [];
    const indexing = world.indexing({ observer: { waiting: (_service, reason) => waiting.push(reason) } });
    const appKey = await world.appKeyOf(service);
    await world.tenancy.changeEmbeddings(appKey, service.id, () => ({ embedding: 'other' }));
    await running(indexing, async () => {
      const id = await send(world, indexing, service, [enable('a', picture(1))]);
      await expect.poll(() => waiting.length).toBeGreaterThan(1);
      expect(waiting[0]).toContain('other');
      await world.tenancy.changeEmbeddings(appKey, service.id, () => ({ embedding: 'colour' }));
      expect(await ended(world, indexing, service, id)).toMatchObject({ addedCount: 1 });
    });
  });
});
