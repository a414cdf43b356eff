import { once } from 'node:events';
import type { Catalog } from '@openfashion/catalog';
import { createModelChanges, openModelChangeStores } from '@openfashion/tenancy';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeModels } from '../../test/models.js';
import { type PictureSite, poison, startPictureSite } from '../../test/picture-site.js';
import {
  exported,
  imported,
  inPieces,
  lastingLeases,
  sample,
  samples,
  store,
  transfersOf,
} from '../../test/transfers.js';
import { disable, enable, ended, openWorld, running, send, type World } from '../../test/world.js';

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
const id = (number: number) => sample(number).productId;

/** The file of so many samples. */
async function fileOf(count: number): Promise<string> {
  const from = await world.createService('source');
  await store(world, from, samples(count));
  return exported(world, from);
}

test('what jobs wrote or deleted before stays; what they write afterwards wins', async () => {
  const file = await fileOf(10);
  const indexing = world.indexing({ settings: lastingLeases });
  const service = await world.createService();
  const named = async () => new Map((await world.documents(service)).map(({ productId, name }) => [productId, name]));
  await running(indexing, async () => {
    const first = [enable(id(1), picture(1), { name: 'of the job' }), enable(id(2), picture(2)), disable(id(2))];
    await ended(world, indexing, service, await send(world, indexing, service, first));
    expect(await imported(world, service, file)).toMatchObject({ added: 8, kept: 1, removed: 1 });
    expect((await named()).get(id(1))).toBe('of the job');
    expect((await named()).has(id(2))).toBe(false);

    const second = [disable(id(3)), enable(id(4), picture(4), { name: 'later' }), enable('new', picture(5))];
    const job = await ended(world, indexing, service, await send(world, indexing, service, second));
    expect(job).toMatchObject({ deletedCount: 1, updatedCount: 1, addedCount: 1 });
    expect(await imported(world, service, file)).toMatchObject({ added: 0, kept: 8, removed: 2 });
    expect((await named()).get(id(4))).toBe('later');
    expect((await named()).has(id(3))).toBe(false);
    expect((await named()).size).toBe(9);
  });
});

test('an import waits for the job that is under way, says so, and sees what it did', async () => {
  const file = await fileOf(5);
  const held = new AbortController();
  const models = makeModels(async (_model, red) => {
    if (red === poison && !held.signal.aborted) await once(held.signal, 'abort');
  });
  const indexing = world.indexing({ ...models, settings: lastingLeases });
  const service = await world.createService();
  const phases = new Set<string>();
  await running(indexing, async () => {
    const job = await send(world, indexing, service, [enable(id(1), `${site.url}/poison/1`, { name: 'of the job' })]);
    await expect.poll(async () => (await indexing.detail(service, job, { failures: false })).status).toBe('running');
    const state = await imported(world, service, file, {
      onState({ phase }) {
        phases.add(phase);
        if (phase === 'waiting') held.abort();
      },
    });
    expect(state).toMatchObject({ added: 4, kept: 1 });
    expect(await ended(world, indexing, service, job)).toMatchObject({ addedCount: 1 });
  });
  expect([...phases]).toEqual(['waiting', 'writing', 'done']);
});

test('a job that comes while an import is under way counts what was imported as there', async () => {
  const file = Buffer.from(await fileOf(1_500));
  const indexing = world.indexing({ settings: lastingLeases });
  const service = await world.createService();
  let job = '';
  const slowly = async function* () {
    for await (const piece of inPieces(file, 100_000)) {
      yield piece;
      // Once the import has the service.
      if (job === '' && (await world.documents(service)).length > 0) {
        job = await send(world, indexing, service, [
          enable(id(1_499), picture(1)),
          enable('new', picture(2)),
          disable(id(0)),
        ]);
      }
    }
  };
  await running(indexing, async () => {
    const state = await imported(world, service, slowly(), {
      async onState() {
        if (job !== '')
          expect(await indexing.detail(service, job, { failures: false })).toMatchObject({ status: 'reserved' });
      },
    });
    expect(state).toMatchObject({ added: 1_500 });
    expect(await ended(world, indexing, service, job)).toMatchObject({
      updatedCount: 1,
      addedCount: 1,
      deletedCount: 1,
    });
  });
  expect(await world.documents(service)).toHaveLength(1_500);
});

test('outcomes that a dead coordinator had decided are carried out before anything is imported', async () => {
  const file = await fileOf(6);
  const service = await world.createService();
  const indexing = world.indexing({ settings: { ...lastingLeases, quota: 6 } });
  // It dies between deciding and writing.
  const dying = world.indexing({
    settings: { ...lastingLeases, quota: 6 },
    catalog: new Proxy(world.catalog, {
      get(target, key) {
        if (key === 'apply') return () => new Promise(() => {});
        const member: unknown = Reflect.get(target, key);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    }),
  });
  const stop = new AbortController();
  void dying.run(stop.signal);
  const job = await send(world, dying, service, [enable('new', picture(1)), enable(id(1), picture(2))]);
  const cursors = world.backplane.keyValue('index-cursors');
  await expect
    .poll(async () => Buffer.from((await cursors.get(service.id))?.value ?? []).toString())
    .toContain('outcomes');
  stop.abort();
  // As after a crash: nobody renews the lease.
  for (const { key } of await world.backplane.keyValue('index-leases').list(''))
    await world.backplane.keyValue('index-leases').delete(key);

  const importing = imported(world, service, file, { transfers: transfersOf(world, { quota: 6 }) });
  await expect(importing).rejects.toThrow('the service has 2 documents, and 5 more of the file would be over 6');
  await running(indexing, async () => {
    expect(await ended(world, indexing, service, job)).toMatchObject({ addedCount: 2, updatedCount: 0 });
  });
});

describe('an import ends', () => {
  test('when its service is deleted under it, and writes nothing more', async () => {
    const file = Buffer.from(await fileOf(3_000));
    const service = await world.createService('shop');
    const appKey = await world.appKeyOf(service);
    const importing = imported(world, service, file, {
      async onState({ added }) {
        if (added === 1_000) await world.tenancy.deleteService(appKey, 'shop');
      },
    });
    await expect(importing).rejects.toMatchObject({ result: 'NotExistService' });
    expect((await world.documents(service)).length).toBeLessThan(3_000);
    const again = await world.tenancy.createService(appKey, 'shop', 'colour');
    expect(await world.documents(again)).toEqual([]);
  });

  test('when a change of its service’s model begins under it', async () => {
    const file = Buffer.from(await fileOf(3_000));
    await world.catalog.ensureCollection({ embedding: 'newer', dimension: 4 });
    const service = await world.createService('shop');
    const importing = imported(world, service, file, {
      async onState({ added }) {
        if (added === 1_000) await createModelChanges(world).start('newer');
      },
    });
    await expect(importing).rejects.toThrow('service shop is in a model change');
  });

  test('well when such a change begins under its last write, which is filled in afterwards', async () => {
    const file = Buffer.from(await fileOf(3));
    await world.catalog.ensureCollection({ embedding: 'newer', dimension: 4 });
    const service = await world.createService('shop');
    const { reembeddings } = openModelChangeStores(world.backplane);
    const catalog = new Proxy(world.catalog, {
      get(target, key) {
        const member: unknown = Reflect.get(target, key);
        if (key !== 'apply') return typeof member === 'function' ? member.bind(target) : member;
        return async (...args: Parameters<Catalog['apply']>) => {
          await createModelChanges(world).start('newer');
          const stored = await reembeddings.get(service.id);
          if (stored === undefined) throw new Error('the change has no record');
          // A re-embedder has met no document.
          await reembeddings.update(service.id, { ...stored.value, state: 'complete' }, stored.revision);
          await target.apply(...args);
        };
      },
    });
    const transfers = transfersOf({ ...world, catalog });
    expect(await imported(world, service, file, { transfers })).toMatchObject({ phase: 'done', added: 3 });
    expect((await reembeddings.get(service.id))?.value.state).toBe('filling');
  });

  test('when it is told to, also while it waits', async () => {
    const file = await fileOf(3);
    const service = await world.createService();
    await world.backplane.keyValue('index-leases').create(service.id, new Uint8Array([1]));
    const stop = new AbortController();
    const importing = imported(world, service, file, {
      signal: stop.signal,
      onState: () => stop.abort(new Error('enough')),
    });
    await expect(importing).rejects.toThrow('enough');
    expect(await world.documents(service)).toEqual([]);
  });
});
