import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { completed, over, sameInBoth } from '../../test/both-collections.js';
import { bothModels, holding, openShop, type Shop } from '../../test/shop.js';
import { storedFor } from '../../test/stored.js';
import { disable, enable, ended, running, send } from '../../test/world.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

describe('the end of a change', () => {
  test('by finish leaves the new collection alone, and nothing of the old one', async () => {
    const service = await shop.filled([...shop.products(6), enable('gone', `${shop.site.url}/once/7`)]);
    const indexing = shop.world.indexing(bothModels());
    await shop.world.modelChanges.start('hue');
    await running(indexing, async () => {
      await completed(shop.world, service);
      await expect(shop.world.modelChanges.finish()).rejects.toThrow(/not switched yet: .+\/shop/);
      await shop.world.modelChanges.switchOver([], { force: true });
      await shop.world.modelChanges.finish();
      expect(await shop.now(service)).toMatchObject({ embedding: 'hue' });
      expect(await shop.now(service)).not.toHaveProperty('also');
      await over(shop.world);
      const id = await send(shop.world, indexing, service, [enable('a', shop.picture(9)), disable('p1')]);
      expect(await ended(shop.world, indexing, service, id)).toMatchObject({ addedCount: 1, deletedCount: 1 });
    });
    expect(await shop.world.catalog.count({ service: service.id, embedding: 'colour' })).toBe(0);
    expect(await shop.world.documents(service, 'hue')).toHaveLength(6);
    expect((await storedFor(shop.world, service.id)).filter((name) => name.startsWith('reembed'))).toEqual([]);
  });

  test('by abandon leaves the old one alone, and a change to the same can begin anew', async () => {
    const service = await shop.filled(shop.products(6));
    const indexing = shop.world.indexing(bothModels());
    await running(indexing, async () => {
      await shop.world.modelChanges.start('hue');
      await completed(shop.world, service);
      await shop.world.modelChanges.switchOver([], { force: false });
      await expect(shop.world.modelChanges.abandon()).rejects.toThrow('switch back first');
      await shop.world.modelChanges.switchBack([]);
      await shop.world.modelChanges.abandon();
      await over(shop.world);
      expect(await shop.world.catalog.count({ service: service.id, embedding: 'hue' })).toBe(0);
      const id = await send(shop.world, indexing, service, [disable('p1'), enable('p2', shop.picture(40))]);
      await ended(shop.world, indexing, service, id);
      await shop.world.modelChanges.start('hue');
      await completed(shop.world, service);
      expect(await sameInBoth(shop.world, service)).toEqual(['p0', 'p2', 'p3', 'p4', 'p5']);
    });
  });

  test('in the middle of the filling stops it', async () => {
    const service = await shop.filled([enable('slow', `${shop.site.url}/poison/9`), ...shop.products(3)]);
    const { models, release, held } = holding();
    await shop.world.modelChanges.start('hue');
    await running(shop.world.indexing(models), async () => {
      await expect.poll(held).toBe(1);
      await shop.world.modelChanges.abandon();
      release();
      await over(shop.world);
    });
    expect(await shop.world.catalog.count({ service: service.id, embedding: 'hue' })).toBe(0);
    expect(await shop.world.documents(service)).toHaveLength(4);
  });
});

describe('a service', () => {
  test('that is made in the middle has both collections from its first line on', async () => {
    await shop.filled(shop.products(2), 'first');
    const indexing = shop.world.indexing(bothModels());
    await shop.world.modelChanges.start('hue');
    await running(indexing, async () => {
      const [old, ahead] = [await shop.world.createService('old'), await shop.world.createService('ahead', 'hue')];
      expect([old, ahead]).toMatchObject([
        { embedding: 'colour', also: 'hue' },
        { embedding: 'hue', also: 'colour' },
      ]);
      for (const service of [old, ahead]) {
        const id = await send(shop.world, indexing, service, shop.products(3));
        await ended(shop.world, indexing, service, id);
        await completed(shop.world, service);
        expect(await sameInBoth(shop.world, service)).toHaveLength(3);
      }
      await expect.poll(() => shop.world.modelChanges.switchOver([], { force: false }).catch(() => [])).toHaveLength(2);
      await shop.world.modelChanges.finish();
      await over(shop.world);
      expect(await shop.world.documents(await shop.now(old))).toHaveLength(3);
      expect(await shop.world.documents(await shop.now(ahead))).toHaveLength(3);
    });
  });

  test('that is deleted in the middle leaves nothing, and the others go on', async () => {
    const doomed = await shop.filled(
      [enable('gone', `${shop.site.url}/once/7`), enable('slow', `${shop.site.url}/poison/9`)],
      'doomed',
    );
    const other = await shop.filled(shop.products(5), 'other');
    const { models, release, held } = holding();
    await shop.world.modelChanges.start('hue');
    await running(shop.world.indexing(models), async () => {
      await expect.poll(held).toBe(1);
      await completed(shop.world, other);
      await shop.world.tenancy.deleteService(await shop.world.appKeyOf(doomed), doomed.name);
      release();
      await expect.poll(() => storedFor(shop.world, doomed.id), { timeout: 10_000 }).toEqual([]);
      await expect.poll(() => shop.world.tenancy.deletedServices()).toEqual([]);
      await shop.world.modelChanges.switchOver([], { force: false });
      await shop.world.modelChanges.finish();
      await over(shop.world);
    });
    for (const embedding of ['colour', 'hue']) {
      expect(await shop.world.catalog.count({ service: doomed.id, embedding })).toBe(0);
    }
  });
});
