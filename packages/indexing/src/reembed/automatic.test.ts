import { afterEach, beforeEach, expect, test } from 'vitest';
import { completed, over, sameInBoth } from '../../test/both-collections.js';
import { makeModels } from '../../test/models.js';
import { bothModels, openShop, type Shop } from '../../test/shop.js';
import { enable, ended, running, send } from '../../test/world.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

test('an automatic change switches by itself, and goes on writing to both until the operator ends it', async () => {
  const { world } = shop;
  const service = await shop.filled(shop.products(5));
  const switched: string[] = [];
  const indexing = world.indexing({
    ...bothModels(),
    observer: { switched: (_service, embedding) => switched.push(embedding) },
  });
  await world.modelChanges.start('hue', { automatic: true });
  await running(indexing, async () => {
    await expect.poll(() => shop.now(service)).toMatchObject({ embedding: 'hue', also: 'colour' });
    expect(switched).toEqual(['hue']);
    const id = await send(world, indexing, service, [enable('a', shop.picture(9))]);
    await ended(world, indexing, service, id);
    await sameInBoth(world, service);
    await world.modelChanges.switchBack([]);
    // Who switched back does not want it to happen again.
    await expect.poll(() => world.modelChanges.current()).toMatchObject({ automatic: false, state: 'running' });
    expect(await shop.now(service)).toMatchObject({ embedding: 'colour', also: 'hue' });
  });
});

test('without the old model jobs wait, the change goes on, ends by itself, and the jobs are done', async () => {
  const { world } = shop;
  const service = await shop.filled(shop.products(5));
  const waiting: string[] = [];
  const indexing = world.indexing({
    ...makeModels(undefined, ['hue']),
    observer: { waiting: (_service, reason) => waiting.push(reason) },
  });
  const id = await send(world, indexing, service, [enable('a', shop.picture(9))]);
  await running(indexing, async () => {
    await expect.poll(() => waiting).toContain('it needs vectors of colour, and the embedders make hue');
    await world.modelChanges.start('hue', { automatic: true, oneWay: true });
    expect(await ended(world, indexing, service, id)).toMatchObject({ status: 'finished', addedCount: 1 });
    await over(world);
  });
  expect(await shop.now(service)).toMatchObject({ embedding: 'hue' });
  expect(await shop.now(service)).not.toHaveProperty('also');
  expect(await world.documents(service, 'hue')).toHaveLength(6);
  expect(await world.documents(service, 'colour')).toEqual([]);
});

test('a change whose old model went away meanwhile stops keeping up the old collection', async () => {
  const { world } = shop;
  const service = await shop.filled(shop.products(3));
  await world.modelChanges.start('hue', { automatic: true });
  await running(world.indexing(bothModels()), () =>
    expect.poll(() => shop.now(service)).toMatchObject({ embedding: 'hue', also: 'colour' }),
  );
  await world.modelChanges.start('hue', { automatic: true, oneWay: true });
  await running(world.indexing(makeModels(undefined, ['hue'])), () => over(world));
  expect(await world.catalog.count({ service: service.id, embedding: 'colour' })).toBe(0);
});

test('an automatic change that would lose too many documents waits for the operator, and says so once', async () => {
  const { world } = shop;
  const service = await shop.filled([...shop.products(3), enable('gone', `${shop.site.url}/once/7`)]);
  const waiting: string[] = [];
  let looks = 0;
  const indexing = world.indexing({
    ...bothModels(),
    observer: { waiting: (_service, reason) => waiting.push(reason) },
    tenancy: {
      ...world.tenancy,
      allServices: () => {
        looks += 1;
        return world.tenancy.allServices();
      },
    },
  });
  await world.modelChanges.start('hue', { automatic: true });
  await running(indexing, async () => {
    await completed(world, service);
    const before = looks;
    await expect.poll(() => looks).toBeGreaterThan(before + 9);
    expect(waiting).toEqual([expect.stringContaining('1 of 4 documents could not be re-embedded')]);
    expect(await shop.now(service)).toMatchObject({ embedding: 'colour' });
    await world.modelChanges.switchOver([], { force: true });
    expect(await shop.now(service)).toMatchObject({ embedding: 'hue', also: 'colour' });
  });
});
