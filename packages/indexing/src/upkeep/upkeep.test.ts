import type { Service } from '@openfashion/tenancy';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { around } from '../../test/around.js';
import { over } from '../../test/both-collections.js';
import { type PictureSite, startPictureSite } from '../../test/picture-site.js';
import { bothModels } from '../../test/shop.js';
import { disable, enable, ended, openWorld, running, send, type World } from '../../test/world.js';

let world: World;
let site: PictureSite;
let clock: number;

beforeEach(async () => {
  [world, site] = await Promise.all([openWorld(), startPictureSite()]);
  clock = Date.parse('2026-08-31T12:00:00Z') / 1000;
});
afterEach(async () => {
  await world.close();
  await site.close();
});

const day = 24 * 3_600;
const objects = async (service: Service) =>
  Promise.all(
    ['index-files', 'index-results', 'index-reports'].map(
      async (name) => (await world.backplane.objectStore(name).list(service.id)).length,
    ),
  );
const keys = async (bucket: string, service: Service) =>
  (await world.backplane.keyValue(bucket).list(service.id)).length;
const quick = { settings: { upkeep: 20, orphanAge: 80 }, now: () => clock };

test('data files and chunk results go 24 h after the job ended, record and id lists stay', async () => {
  const forgotten: unknown[] = [];
  const stores = around(world, (write, name, args) => {
    if (name === 'catalog.forgetRemovals') forgotten.push(args[1]);
    return write();
  });
  const indexing = world.indexing({ ...quick, ...stores });
  const service = await world.createService();
  await running(indexing, async () => {
    const id = await send(world, indexing, service, [
      ...Array.from({ length: 6 }, (_, index) => enable(`p${index}`, `${site.url}/p/${index}`)),
      disable('p0'),
    ]);
    const job = await ended(world, indexing, service, id);
    clock += day - 1;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await objects(service)).toEqual([1, 2, 2]);
    expect(forgotten).toEqual([]);
    clock += 1;
    await expect.poll(() => objects(service), { timeout: 5_000 }).toEqual([0, 0, 1]);
    expect(await keys('index-claims', service)).toBe(0);
    // Everything below the next job's first line.
    await expect.poll(() => forgotten).toEqual([2 * 16_384]);
    expect(await indexing.detail(service, id, { failures: true })).toEqual(job);
    // An old write is still old: the documents are as they were.
    expect(await world.documents(service)).toHaveLength(5);
  });
});

test('removal markers stay while a model change is under way: what is being re-embedded may be older', async () => {
  const forgotten: unknown[] = [];
  const stores = around(world, (write, name, args) => {
    if (name === 'catalog.forgetRemovals') forgotten.push(args[1]);
    return write();
  });
  const indexing = world.indexing({ ...quick, ...stores, ...bothModels() });
  const service = await world.createService();
  await running(indexing, async () => {
    const endedAndSettled = async (productId: string) => {
      const id = await send(world, indexing, service, [enable(productId, `${site.url}/p/1`), disable(productId)]);
      await ended(world, indexing, service, id);
      clock += day;
      await expect.poll(() => objects(service), { timeout: 5_000 }).toMatchObject([0, 0, expect.any(Number)]);
    };
    await world.modelChanges.start('hue');
    await endedAndSettled('a');
    await world.modelChanges.abandon();
    await over(world);
    expect(forgotten).toEqual([]);
    await endedAndSettled('b');
    await expect.poll(() => forgotten).toEqual([3 * 16_384]);
  });
});

test('a service whose reports are gone costs the others nothing', async () => {
  const indexing = world.indexing(quick);
  for (const name of ['one', 'two', 'three']) await world.createService(name);
  const services = (await world.tenancy.allServices()).map(({ service }) => service);
  const [first, ...others] = services;
  if (first === undefined) throw new Error('no service');
  await running(indexing, async () => {
    for (const service of services) {
      await ended(world, indexing, service, await send(world, indexing, service, [disable('a')]));
    }
    const reports = world.backplane.objectStore('index-reports');
    for (const name of await reports.list(first.id)) await reports.delete(name);
    clock += day;
    for (const service of others) await expect.poll(() => objects(service), { timeout: 5_000 }).toEqual([0, 0, 1]);
  });
});

test('a record goes six calendar months after registration (rule 8.11)', async () => {
  const indexing = world.indexing(quick);
  const service = await world.createService();
  await running(indexing, async () => {
    const id = await send(world, indexing, service, [disable('a')]);
    await ended(world, indexing, service, id);
    clock = Date.parse('2027-02-28T11:59:59Z') / 1000;
    await expect.poll(() => objects(service), { timeout: 5_000 }).toEqual([0, 0, 1]);
    expect((await indexing.detail(service, id, { failures: false })).id).toBe(id);
    clock += 1;
    await expect.poll(() => keys('index-jobs', service), { timeout: 5_000 }).toBe(0);
    await expect(indexing.detail(service, id, { failures: false })).rejects.toThrow('NotFoundIndexId');
    expect(await objects(service)).toEqual([0, 0, 0]);
  });
});

test('what nothing leads to is swept after a while, what is in use is not', async () => {
  const indexing = world.indexing(quick);
  const service = await world.createService();
  const job = `${service.id}/${'1'.padStart(15, '0')}`;
  const gone = 'f00d';
  await running(indexing, async () => {
    const id = await send(world, indexing, service, [enable('a', `${site.url}/p/1`)]);
    const before = await ended(world, indexing, service, id);
    const { backplane } = world;
    await backplane.objectStore('index-files').put(`${service.id}/unnamed`, new Uint8Array(1));
    await backplane.objectStore('index-results').put(`${gone}/1/0/x`, new Uint8Array(1));
    await backplane.objectStore('index-reports').put(`${gone}/1/0`, new Uint8Array(1));
    await backplane.objectStore('reembed-failures').put(`${gone}/0/x`, new Uint8Array(1));
    const claim = Buffer.from(JSON.stringify({ result: 'x', embeddings: ['colour'] }));
    await backplane.keyValue('index-claims').create(`${gone}/1/0`, claim);
    const orphans = async () => [
      ...(await backplane.objectStore('index-files').list('')),
      ...(await backplane.objectStore('index-results').list(gone)),
      ...(await backplane.objectStore('index-reports').list(gone)),
      ...(await backplane.objectStore('reembed-failures').list(gone)),
      ...(await backplane.keyValue('index-claims').list(gone)),
    ];
    await expect.poll(async () => (await orphans()).length, { timeout: 5_000 }).toBe(1);
    expect(await objects(service)).toEqual([1, 1, 1]);
    expect(await backplane.keyValue('index-claims').get(`${job}/0`)).toBeDefined();
    expect(await indexing.detail(service, id, { failures: true })).toEqual(before);
  });
});
