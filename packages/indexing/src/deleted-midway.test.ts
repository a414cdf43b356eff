import type { Service } from '@openfashion/tenancy';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Around, around } from '../test/around.js';
import { type PictureSite, startPictureSite } from '../test/picture-site.js';
import { storedFor } from '../test/stored.js';
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
const isReclaimed = async ({ id }: Service) =>
  (await world.tenancy.deletedServices()).every(({ service }) => service.id !== id);

/** Stores whose first write at a step waits until the service was deleted and made again under its name. */
function deletingAt(step: string, service: Service, until: (gone: Service) => Promise<unknown>) {
  let begun = false;
  let made: (again: Service) => void = () => {};
  const again = new Promise<Service>((resolve) => {
    made = resolve;
  });
  const each: Around = async (write, name) => {
    if (name === step && !begun) {
      begun = true;
      const appKey = await world.appKeyOf(service);
      await world.tenancy.deleteService(appKey, service.name);
      made(await world.tenancy.createService(appKey, service.name, service.embedding));
      await until(service);
    }
    return write();
  };
  return { stores: around(world, each), again };
}

const nothing = async () => {};
const reclaimed = (service: Service) => expect.poll(() => isReclaimed(service), { timeout: 10_000 }).toBe(true);

/**
 * Every write of a job, whether all that is stored of the service can be gone before it is made, and whether the job's
 * request is still accepted.
 */
const steps = [
  { step: 'index-files.put', until: reclaimed, accepted: false },
  { step: 'index-jobs.create', until: reclaimed, accepted: false },
  { step: 'index-announcements.create', until: reclaimed, accepted: true },
  { step: 'index-jobs.update', until: nothing, accepted: true },
  { step: 'index-chunks.publish', until: nothing, accepted: true },
  { step: 'index-results.put', until: reclaimed, accepted: true },
  { step: 'index-claims.create', until: reclaimed, accepted: true },
  { step: 'index-cursors.create', until: nothing, accepted: true },
  { step: 'catalog.apply', until: nothing, accepted: true },
  { step: 'index-reports.put', until: nothing, accepted: true },
  { step: 'index-cursors.update', until: nothing, accepted: true },
];

describe('a service deleted just before a write of its job, and made again (rule 4.2)', () => {
  test.each(steps)(
    'at $step: the new one is its own, and nothing stays of the old one',
    async ({ step, until, accepted }) => {
      const service = await world.createService('shop');
      const { stores, again } = deletingAt(step, service, until);
      const settings = { orphanAge: 200 };
      const indexing = world.indexing({ ...stores, settings });
      await running(indexing, async () => {
        const old = [...Array.from({ length: 12 }, (_, index) => enable(`p${index}`, picture(index))), disable('p1')];
        const [sent] = await Promise.allSettled([send(world, indexing, service, old)]);
        if (accepted) expect(sent.status).toBe('fulfilled');
        else expect(sent).toMatchObject({ status: 'rejected', reason: { result: 'NotExistService' } });
        const made = await again;
        expect(await world.documents(made)).toEqual([]);
        const id = await send(world, indexing, made, [
          enable('p1', picture(50)),
          enable('new', picture(51)),
          disable('p2'),
        ]);
        expect(await ended(world, indexing, made, id)).toMatchObject({
          addedProductIds: ['p1', 'new'],
          deletedCount: 1,
        });
        await reclaimed(service);
        await expect.poll(() => storedFor(world, service.id), { timeout: 10_000 }).toEqual([]);
        await expect.poll(() => world.backplane.workQueue('index-chunks').size(), { timeout: 10_000 }).toBe(0);
        expect(await world.documents(service)).toEqual([]);
        const documents = (await world.documents(made)).map(({ productId, imageUrl }) => [productId, imageUrl]);
        expect(documents).toEqual([
          ['new', picture(51)],
          ['p1', picture(50)],
        ]);
        const all = { start: 0, limit: 10, order: { field: 'requestedTime', direction: 'asc' } } as const;
        expect(await indexing.list(made, all)).toMatchObject({ total: 1, items: [{ id }] });
      });
    },
  );
});
