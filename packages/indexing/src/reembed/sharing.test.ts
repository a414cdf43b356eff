import type { Service } from '@openfashion/tenancy';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { completed, sameInBoth } from '../../test/both-collections.js';
import { bothModels, openShop, type Shop } from '../../test/shop.js';
import { running } from '../../test/world.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

test('two processes share the services, and no picture is fetched by both', async () => {
  const services: Service[] = [];
  for (let number = 0; number < 6; number++)
    services.push(await shop.filled(shop.products(8, 10 * number), `shop${number}`));
  const shares = [0, 0];
  const indexings = shares.map((_, index) =>
    shop.world.indexing({
      ...bothModels(),
      settings: { lanes: 1, reembedBatch: 4 },
      observer: {
        reembedded: (_outcome, count) => {
          shares[index] = (shares[index] ?? 0) + count;
        },
      },
    }),
  );
  await shop.world.modelChanges.start('hue');
  await running(indexings, async () => {
    for (const service of services) await completed(shop.world, service);
  });
  expect(shares[0]).toBeGreaterThan(0);
  expect(shares[1]).toBeGreaterThan(0);
  expect((shares[0] ?? 0) + (shares[1] ?? 0)).toBe(48);
  expect(Math.max(...shop.site.hits.values())).toBe(2);
  for (const service of services) await sameInBoth(shop.world, service);
});
