import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { completed } from '../../test/both-collections.js';
import { poison } from '../../test/picture-site.js';
import { bothModels, openShop, type Shop } from '../../test/shop.js';
import { disable, enable, ended, running, send } from '../../test/world.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

describe('documents that cannot be re-embedded', () => {
  const lines = () => [
    ...shop.products(2),
    enable('gone', `${shop.site.url}/once/7`),
    enable('lost', `${shop.site.url}/once/8`),
    enable('back', `${shop.site.url}/once/9`),
  ];

  test('are listed with reasons; the switch is refused, and what is forced leaves them out', async () => {
    const service = await shop.filled(lines());
    const indexing = shop.world.indexing(bothModels());
    await shop.world.modelChanges.start('hue');
    const change = shop.world.modelChanges;
    await running(indexing, async () => {
      expect(await completed(shop.world, service)).toMatchObject({ documents: 5, done: 2, failed: 3 });
      expect(await change.failures(service.id)).toEqual(
        expect.arrayContaining([
          { productId: 'gone', imageUrl: `${shop.site.url}/once/7`, reason: 'InvalidImageURLException' },
          { productId: 'lost', imageUrl: `${shop.site.url}/once/8`, reason: 'InvalidImageURLException' },
        ]),
      );
      await expect(change.switchOver([], { force: false })).rejects.toThrow(/would be missing: .+\/shop \(3 of 5\)/);
      expect(await shop.now(service)).toMatchObject({ embedding: 'colour' });
      await change.switchOver([], { force: true });
      expect(await shop.now(service)).toMatchObject({ embedding: 'hue', also: 'colour' });
      expect((await shop.world.documents(await shop.now(service))).map(({ productId }) => productId)).toEqual([
        'p0',
        'p1',
      ]);
      // Whoever sends such a product again has it back, and it was added.
      const id = await send(shop.world, indexing, service, [enable('gone', shop.picture(7)), disable('lost')]);
      expect(await ended(shop.world, indexing, service, id)).toMatchObject({ addedCount: 1, deletedCount: 1 });
    });
    expect((await shop.world.documents(service, 'hue')).map(({ productId }) => productId)).toEqual([
      'gone',
      'p0',
      'p1',
    ]);
    expect((await shop.world.documents(service, 'colour')).map(({ productId }) => productId)).toEqual([
      'back',
      'gone',
      'p0',
      'p1',
    ]);
  });

  test('are tried again when the operator says so; what a job wrote or removed meanwhile fails no more', async () => {
    const service = await shop.filled(lines());
    const indexing = shop.world.indexing(bothModels());
    await shop.world.modelChanges.start('hue');
    await running(indexing, async () => {
      await completed(shop.world, service);
      const id = await send(shop.world, indexing, service, [enable('gone', shop.picture(7)), disable('lost')]);
      await ended(shop.world, indexing, service, id);
      expect(await shop.world.modelChanges.retry(['shop'])).toHaveLength(1);
      expect(await completed(shop.world, service)).toMatchObject({ documents: 4, done: 3, failed: 1 });
      expect((await shop.world.modelChanges.failures(service.id)).map(({ productId }) => productId)).toEqual(['back']);
      expect(shop.site.hits.get('/once/9')).toBe(3);
    });
  });

  test('one that fails for no reason that is known is given up after three times, the others go on', async () => {
    const service = await shop.filled([enable('bad', `${shop.site.url}/poison/1`), ...shop.products(4, 1)]);
    let mishaps = 0;
    const models = bothModels(async (_model, red) => {
      if (red !== poison) return;
      mishaps += 1;
      throw new TypeError('a bug');
    });
    await shop.world.modelChanges.start('hue');
    await running(shop.world.indexing(models), () => completed(shop.world, service));
    expect(mishaps).toBe(3);
    expect(await shop.world.modelChanges.failures(service.id)).toMatchObject([
      { productId: 'bad', reason: 'InternalServerError' },
    ]);
    expect(await shop.world.documents(service, 'hue')).toHaveLength(4);
  });
});
