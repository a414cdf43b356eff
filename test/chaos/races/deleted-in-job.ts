import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { below, pick, type Random } from '../../harness/random.js';
import type { Race } from './race.js';
import { disable, enable, indexIdOf, type Line, resultOf, type Shop } from './shop.js';
import type { RaceWorld } from './world.js';

/** Lines of one chunk of a job: more than one chunk is needed to be in the middle of applying. */
const chunk = 32;
const service = 'shop';

/** The old job as it is when its service is deleted. */
interface OldJob {
  readonly lines: readonly Line[];
  /** Resolves when the moment of the delete has come; to what the moment turned out to be. */
  moment(indexId: string): Promise<string>;
  /** Let go what was held back. */
  release(): void;
}
type Prepare = (world: RaceWorld, shop: Shop, random: Random) => OldJob;

const oldLines = (random: Random, address: (number: number) => string): Line[] =>
  Array.from({ length: 1 + below(random, 3) }, (_, number) => enable(`old-${number}`, address(number)));
const disables = (count: number): Line[] => Array.from({ length: count }, (_, number) => disable(`gone-${number}`));

/** When the service is deleted. */
const moments: Readonly<Record<string, Prepare>> = {
  'before planning': (world, _shop, random) => ({
    lines: oldLines(random, () => world.picture(random)),
    moment: async () => 'at once',
    release() {},
  }),
  'in downloads': (world, _shop, random) => {
    const hold = world.hold();
    return {
      lines: [...oldLines(random, hold.address), ...oldLines(random, () => world.picture(random))],
      moment: async () => {
        await hold.asked;
        return 'held back';
      },
      release: hold.release,
    };
  },
  'while applying': (world, shop, random) => ({
    lines: [...oldLines(random, () => world.picture(random)), ...disables(chunk * (2 + below(random, 10)))],
    moment: (indexId) => partly(shop, indexId),
    release() {},
  }),
  'at any time': (world, _shop, random) => ({
    lines: [...oldLines(random, () => world.picture(random)), ...disables(below(random, 2 * chunk))],
    moment: async () => {
      await pause(below(random, 250));
      return '0 to 250 ms after its start';
    },
    release() {},
  }),
};

/** Rule 4.2: a service deleted in the middle of a job and made again under its name starts empty and stays apart. */
export const deletedInJob: Race = {
  name: 'deleted-in-job',
  shows:
    'a service deleted in the middle of its job and made again starts empty, and nothing of the old one reaches it',
  async round(world, random) {
    await using shop = await world.newShop();
    const name = pick(random, Object.keys(moments));
    const old = moments[name]?.(world, shop, random);
    if (old === undefined) throw new Error('there is no such moment');
    assert.equal(await shop.create(service), 'SUCCESS');
    const oldId = indexIdOf(await shop.post(service, old.lines));
    const moment = await old.moment(oldId);
    assert.equal(await shop.remove(service), 'SUCCESS');
    await startsEmpty(shop, oldId);
    if (random() < 0.5) old.release();
    await isItsOwn(world, shop, oldId, old, random);
    return [`${name}: ${moment}`];
  },
};

async function startsEmpty(shop: Shop, oldId: string): Promise<void> {
  assert.equal(await shop.create(service), 'SUCCESS');
  assert.equal(await shop.documentCount(service), 0);
  assert.deepEqual(await shop.jobs(service), []);
  assert.equal(resultOf(await shop.detail(service, oldId)), 'NotFoundIndexId');
}

/** The new service holds what its own jobs say, to the product, while the old job ends and after. */
async function isItsOwn(world: RaceWorld, shop: Shop, oldId: string, old: OldJob, random: Random): Promise<void> {
  // One product has the id of an old one, with another picture: it is new all the same.
  const ids = ['old-0', ...Array.from({ length: 1 + below(random, 2) }, (_, number) => `new-${number}`)];
  const lines = [...ids.map((id) => enable(id, world.picture(random))), disable('old-1')];
  const first = indexIdOf(await shop.post(service, lines));
  old.release();
  const added = await shop.client.ended(service, first);
  assert.deepEqual([added.status, added.totalCount], ['finished', lines.length]);
  assert.deepEqual([added.addedProductIds, added.deletedProductIds], [ids, ['old-1']]);
  const second = indexIdOf(await shop.post(service, lines));
  const updated = await shop.client.ended(service, second);
  assert.deepEqual([updated.updatedProductIds, updated.deletedProductIds], [ids, ['old-1']]);

  assert.deepEqual(await shop.jobs(service), [first, second]);
  assert.equal(resultOf(await shop.detail(service, oldId)), 'NotFoundIndexId');
  assert.equal(await shop.documentCount(service), ids.length);
  const search = (id: string) => `/services/${service}/products/${id}/search?limit=200&includeDuplicates=true`;
  assert.equal(resultOf(await shop.client.call({ path: search('old-1') })), 'NotFoundProductId');
  const { items } = await shop.data(search('old-0'));
  const found = items.map(({ productId, imageUrl }: { productId: string; imageUrl: string }) => [productId, imageUrl]);
  const others = lines.flatMap((line) => ('imageUrl' in line ? [[line.productId, line.imageUrl]] : [])).slice(1);
  assert.deepEqual(found.sort(), others.sort());
}

/** Resolves when some of a job's lines are accounted for. */
async function partly(shop: Shop, indexId: string): Promise<string> {
  for (;;) {
    const { envelope } = await shop.detail(service, indexId);
    const [{ totalCount, addedCount, deletedCount }] = envelope.data.items;
    if (addedCount + deletedCount > 0) return addedCount + deletedCount < totalCount ? 'in the middle' : 'it was over';
    await pause(2);
  }
}
