import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Around, around } from '../../test/around.js';
import { completed, sameInBoth, standingOf } from '../../test/both-collections.js';
import { bothModels, openShop, type Shop } from '../../test/shop.js';
import { disable, enable, ended, running, send } from '../../test/world.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

/** A process that goes no further at one write, though it lives and keeps its leases. */
function stuckAt(step: string) {
  let reach = () => {};
  let release = () => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let passed = false;
  const each: Around = async (write, name) => {
    if (name === step && !passed) {
      passed = true;
      reach();
      await released;
    }
    return write();
  };
  return { stores: around(shop.world, each), reached, release: () => release() };
}

test('what was decided before the change, and is being written, is in both collections in the end', async () => {
  const { world } = shop;
  const service = await shop.filled(shop.products(3));
  const { stores, reached, release } = stuckAt('catalog.apply');
  const slow = world.indexing(stores);
  let renewals = 0;
  const watched = around(world, (write, name) => {
    if (name === 'reembed-leases.update') renewals += 1;
    return write();
  });
  const id = await send(world, slow, service, [...shop.products(4, 10), disable('p1'), enable('p2', shop.picture(50))]);
  await running(slow, async () => {
    await reached;
    await world.modelChanges.start('hue');
    await running(world.indexing({ ...bothModels(), ...watched }), async () => {
      // Somebody has the service in hand for a while, and does not begin.
      await expect.poll(() => renewals).toBeGreaterThan(6);
      expect(await standingOf(world, service)).toMatchObject({ standing: 'waiting' });
      release();
      await ended(world, slow, service, id);
      await completed(world, service);
    });
  });
  expect(await sameInBoth(world, service)).toEqual(['p0', 'p10', 'p11', 'p12', 'p13', 'p2']);
});

test.each(['index-cursors.create', 'index-cursors.update'])(
  'who looked at the service before the change, and is about to decide (%s), decides anew for both',
  async (step) => {
    const { world } = shop;
    const service = await (step.endsWith('create')
      ? world.createService('shop')
      : shop.filled([enable('first', shop.picture(1))]));
    const { stores, reached, release } = stuckAt(step);
    const slow = world.indexing(stores);
    const id = await send(world, slow, service, shop.products(4, 10));
    await running(slow, async () => {
      await reached;
      await world.modelChanges.start('hue');
      await running(world.indexing(bothModels()), async () => {
        await completed(world, service);
        release();
        expect(await ended(world, slow, service, id)).toMatchObject({ status: 'finished', addedCount: 4 });
      });
    });
    expect(await sameInBoth(world, service)).toEqual(expect.arrayContaining(['p10', 'p11', 'p12', 'p13']));
  },
);

test('a collection is written after the one that it is filled from: nothing is in it that the other lacks', async () => {
  const { world } = shop;
  const service = await shop.filled(shop.products(2));
  await world.modelChanges.start('hue');
  await running(world.indexing(bothModels()), () => completed(world, service));
  const order: string[] = [];
  const stores = around(world, async (write, name, [scope]) => {
    const which = name === 'catalog.apply' ? JSON.stringify(scope) : undefined;
    if (which) order.push(which);
    const result = await write();
    if (which) order.push(`${which} is there`);
    return result;
  });
  await shop.index(service, shop.products(1, 7), world.indexing({ ...bothModels(), ...stores }));
  const [colour, hue] = ['colour', 'hue'].map((embedding) => JSON.stringify({ service: service.id, embedding }));
  expect(order).toEqual([colour, `${colour} is there`, hue, `${hue} is there`]);
});
