import { Unavailable } from '@openfashion/contract';
import type { Service } from '@openfashion/tenancy';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { around } from '../../test/around.js';
import { disable, ended, fileOf, openWorld, running, send, type World } from '../../test/world.js';
import type { Indexing } from '../index.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const result = (name: string) => expect.objectContaining({ result: name });
const lines = [disable('a')];
const all = { start: 0, limit: 100, order: { field: 'requestedTime', direction: 'asc' } } as const;

/** A request as the gateway makes it, with an own file. */
async function request(indexing: Indexing, service: Service, data: Uint8Array): Promise<string> {
  const slot = await indexing.openSlot(service);
  try {
    const appKey = await world.appKeyOf(service);
    return await indexing.accept({ appKey, service, slot, format: 'jsonl', filename: 'f', data });
  } finally {
    await slot.release();
  }
}

describe('slot of an index request (rule 8.3)', () => {
  test('the later of two requests at the same time is refused, on any process; other services are not', async () => {
    const [one, another] = [world.indexing(), world.indexing()];
    const [service, other] = [await world.createService(), await world.createService()];
    const slot = await one.openSlot(service);
    await expect(one.openSlot(service)).rejects.toEqual(result('TooManyRequestError'));
    await expect(another.openSlot(service)).rejects.toEqual(result('TooManyRequestError'));
    await (await another.openSlot(other)).release();
    await slot.release();
    await (await another.openSlot(service)).release();
  });

  test('exactly one of two gets it, 200 times', async () => {
    const indexings = [world.indexing(), world.indexing()];
    const service = await world.createService();
    for (let round = 0; round < 200; round++) {
      const slots = await Promise.allSettled(indexings.map((indexing) => indexing.openSlot(service)));
      const won = slots.flatMap((slot) => (slot.status === 'fulfilled' ? [slot.value] : []));
      expect(won).toHaveLength(1);
      await won[0]?.release();
    }
  });

  test('a request that lost its slot makes no job', async () => {
    const service = await world.createService();
    const asleep = world.indexing({ settings: { slotRenewal: 1e8, slotExpiry: 50 } });
    const slot = await asleep.openSlot(service);
    const other = world.indexing({ settings: { slotExpiry: 50 } });
    const next = await vi.waitUntil(() => other.openSlot(service).catch(() => undefined), {
      timeout: 10_000,
      interval: 10,
    });
    const appKey = await world.appKeyOf(service);
    const data = fileOf(lines);
    await expect(asleep.accept({ appKey, service, slot, format: 'jsonl', filename: 'f', data })).rejects.toEqual(
      result('TooManyRequestError'),
    );
    expect(await other.list(service, all)).toMatchObject({ total: 0 });
    await next.release();
  });
});

describe('accepting', () => {
  test('refuses a file in the order of rule 8.1 and keeps nothing of it', async () => {
    const indexing = world.indexing();
    const service = await world.createService();
    const tooMany = Array.from({ length: 10_001 }, () => lines[0] ?? '');
    await expect(request(indexing, service, new Uint8Array(5 * 1_048_576 + 1))).rejects.toEqual(
      result('ExceedDataSizeError'),
    );
    await expect(request(indexing, service, new Uint8Array())).rejects.toEqual(result('NoDataError'));
    await expect(request(indexing, service, fileOf(['nonsense', ...tooMany]))).rejects.toEqual(
      result('InvalidFileError'),
    );
    await expect(request(indexing, service, fileOf(tooMany))).rejects.toEqual(result('ExceedDataSizeError'));
    expect(await indexing.list(service, all)).toMatchObject({ total: 0 });
    expect(await world.backplane.objectStore('index-files').list(`${service.id}/`)).toEqual([]);
  });

  test('a service deleted meanwhile is -42000, and its job is gone (rule 4.2)', async () => {
    const indexing = world.indexing();
    const service = await world.createService();
    const appKey = await world.appKeyOf(service);
    const slot = await indexing.openSlot(service);
    await world.tenancy.deleteService(appKey, service.name);
    await expect(
      indexing.accept({ appKey, service, slot, format: 'jsonl', filename: 'f', data: fileOf(lines) }),
    ).rejects.toEqual(result('NotExistService'));
    await slot.release();
    expect(await world.backplane.keyValue('index-jobs').list(`${service.id}/`)).toEqual([]);
    expect(await world.backplane.objectStore('index-files').list(`${service.id}/`)).toEqual([]);
  });

  test('a job is acknowledged when file and record are stored, in this order (rule 8.4)', async () => {
    const steps: string[] = [];
    const stores = around(world, async (write, name) => {
      const done = await write();
      steps.push(name);
      return done;
    });
    const service = await world.createService();
    await send(world, world.indexing(stores), service, lines);
    expect(steps.filter((name) => !name.startsWith('index-slots'))).toEqual([
      'index-files.put',
      'index-jobs.create',
      'index-announcements.create',
    ]);
  });

  test.each(['index-jobs.create', 'index-announcements.create'])(
    'a request that dies at %s loses no job that was answered, and the others run all the same',
    async (step) => {
      const service = await world.createService();
      let dies = true;
      const stores = around(world, async (write, name) => {
        if (dies && name === step) throw new Error('died');
        return write();
      });
      const indexing = world.indexing(stores);
      await expect(send(world, indexing, service, lines)).rejects.toThrow('died');
      dies = false;
      const stored = await indexing.list(service, all);
      expect(stored.total).toBe(step === 'index-jobs.create' ? 0 : 1);
      // Nobody announced the job: upkeep finds it.
      await running(indexing, async () => {
        for (const { id } of stored.items) await ended(world, indexing, service, id);
        const next = await send(world, indexing, service, lines);
        expect(await ended(world, indexing, service, next)).toMatchObject({ status: 'finished' });
      });
    },
  );

  test('a job that is made is answered, also when the announcement of it fails', async () => {
    const service = await world.createService();
    const indexing = world.indexing(
      around(world, async (write, name) => {
        if (name === 'index-announcements.create') throw new Unavailable('away');
        return write();
      }),
    );
    const id = await send(world, indexing, service, lines);
    const other = world.indexing();
    await running(other, async () => {
      expect(await ended(world, other, service, id)).toMatchObject({ status: 'finished' });
    });
  });

  test('a job’s number is above all before it, also when their records are gone', async () => {
    const indexing = world.indexing();
    const service = await world.createService();
    const jobs = world.backplane.keyValue('index-jobs');
    for (let round = 1; round <= 3; round++) {
      const id = await send(world, indexing, service, lines);
      await running(indexing, () => ended(world, indexing, service, id));
      expect(Number.parseInt(id.slice(-12), 16)).toBe(round);
      for (const { key } of await jobs.list(service.id)) await jobs.delete(key);
    }
  });
});
