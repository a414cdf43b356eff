import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { completed, sameInBoth } from '../../test/both-collections.js';
import { bothModels, holding, openShop, type Shop } from '../../test/shop.js';
import { disable, enable, ended, type Line, running, send } from '../../test/world.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

describe('a switch', () => {
  test('and one back lose no write that came between', async () => {
    const service = await shop.filled(shop.products(6));
    const indexing = shop.world.indexing(bothModels());
    await shop.world.modelChanges.start('hue');
    await running(indexing, async () => {
      await completed(shop.world, service);
      const jobs: (readonly [Line[], object])[] = [
        [[enable('a', shop.picture(50)), disable('p0')], { addedCount: 1, deletedCount: 1 }],
        [
          [enable('a', shop.picture(51)), enable('b', shop.picture(52)), disable('p1')],
          { addedCount: 1, updatedCount: 1 },
        ],
        [[enable('b', shop.picture(53)), enable('p0', shop.picture(54))], { addedCount: 1, updatedCount: 1 }],
      ];
      const moves = [
        async () => [],
        () => shop.world.modelChanges.switchOver([], { force: false }),
        () => shop.world.modelChanges.switchBack([]),
      ];
      for (const [round, [lines, outcome]] of jobs.entries()) {
        await moves[round]?.();
        expect(await shop.now(service)).toMatchObject(
          round === 1 ? { embedding: 'hue', also: 'colour' } : { embedding: 'colour', also: 'hue' },
        );
        const id = await send(shop.world, indexing, service, lines);
        expect(await ended(shop.world, indexing, service, id)).toMatchObject(outcome);
        await sameInBoth(shop.world, service);
      }
    });
    expect(await sameInBoth(shop.world, service)).toEqual(['a', 'b', 'p0', 'p2', 'p3', 'p4', 'p5']);
  });

  test('is refused before the collection is complete, also by force', async () => {
    const service = await shop.filled([enable('slow', `${shop.site.url}/poison/9`), ...shop.products(3)]);
    const { models, release, held } = holding();
    await shop.world.modelChanges.start('hue');
    await running(shop.world.indexing(models), async () => {
      await expect.poll(held).toBe(1);
      await expect(shop.world.modelChanges.switchOver([], { force: true })).rejects.toThrow(
        /not re-embedded yet: .+\/shop/,
      );
      release();
      await completed(shop.world, service);
      expect(await shop.world.modelChanges.switchOver([], { force: false })).toHaveLength(1);
    });
  });
});
