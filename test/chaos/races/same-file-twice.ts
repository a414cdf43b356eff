import assert from 'node:assert/strict';
import type { JobDetail } from '../../harness/client.js';
import { below, pick } from '../../harness/random.js';
import type { Race } from './race.js';
import { enable, indexIdOf, type Line, resultOf, type Shop } from './shop.js';
import type { RaceWorld } from './world.js';

const service = 'shop';

/** Ways to send a file twice; each resolves to the index ids in order of acknowledgement. */
const ways: Readonly<Record<string, (shop: Shop, lines: readonly Line[]) => Promise<string[]>>> = {
  'one after the other': async (shop, lines) => [await sent(shop, lines), await sent(shop, lines)],
  'at once': async (shop, lines) => {
    const replies = await Promise.all([shop.post(service, lines), shop.post(service, lines)]);
    const accepted = replies.filter((reply) => resultOf(reply) === 'SUCCESS');
    const refused = replies.filter((reply) => resultOf(reply) === 'TooManyRequestError');
    // They overlap unless one was over before the other's head arrived.
    assert.ok(accepted.length >= 1 && accepted.length + refused.length === 2, replies.map(({ text }) => text).join());
    if (accepted.length === 1) return [...accepted.map(indexIdOf), await sent(shop, lines)];
    // Two answers that came together do not say which was first: the list does, in order of acknowledgement.
    const ids = accepted.map(indexIdOf);
    return (await shop.jobs(service)).filter((job) => ids.includes(job));
  },
};

/** Rules 8.3, 8.4 and 8.6. */
export const sameFileTwice: Race = {
  name: 'same-file-twice',
  shows: 'of two jobs of one file the first adds every line and the second updates every one, in the order of the file',
  async round(world, random) {
    await using shop = await world.newShop();
    assert.equal(await shop.create(service), 'SUCCESS');
    // Now and then more than one chunk; pictures are what a round's time goes into.
    const count = random() < 0.05 ? 33 + below(random, 4) : 1 + below(random, 6);
    const lines = Array.from({ length: count }, (_, number) => enable(`p-${number}`, world.picture(random)));
    const way = pick(random, Object.keys(ways));
    // Behind a job that waits for its picture both are there before either is begun.
    const before = random() < 0.5 ? await heldJob(world, shop) : undefined;
    const indexIds = (await ways[way]?.(shop, lines)) ?? [];
    before?.release();
    const [first, second] = await Promise.all(indexIds.map((id) => shop.client.ended(service, id)));
    const ids = lines.map(({ productId }) => productId);
    requireOutcome(first, { addedCount: count, addedProductIds: ids });
    requireOutcome(second, { updatedCount: count, updatedProductIds: ids });
    assert.deepEqual(await shop.jobs(service), [...(before ? [before.indexId] : []), ...indexIds]);
    // On a slow machine its download may have been held for too long, which is not what this race is about.
    const held = before ? (await shop.client.ended(service, before.indexId)).addedCount : 0;
    assert.equal(await shop.documentCount(service), count + held);
    return [`${way}${before ? ', both waiting' : ''}`, count > 32 ? 'two chunks' : 'one chunk'];
  },
};

/** A job under way that goes no further until it is let. */
async function heldJob(world: RaceWorld, shop: Shop): Promise<{ readonly indexId: string; release(): void }> {
  const { address, asked, release } = world.hold();
  const indexId = await sent(shop, [enable('held', address(0))]);
  await asked;
  return { indexId, release };
}

const sent = async (shop: Shop, lines: readonly Line[]) => indexIdOf(await shop.post(service, lines));

/** The job did this to each of its lines, in the order of the file, and nothing else. */
function requireOutcome(job: JobDetail | undefined, done: Partial<JobDetail>): void {
  const expected: Partial<JobDetail> = {
    status: 'finished',
    totalCount: (done.addedCount ?? 0) + (done.updatedCount ?? 0),
    addedCount: 0,
    updatedCount: 0,
    deletedCount: 0,
    failedCount: 0,
    exceededCount: 0,
    addedProductIds: [],
    updatedProductIds: [],
    deletedProductIds: [],
    failedProductIds: [],
    exceededProductIds: [],
    ...done,
  };
  assert.deepEqual({ ...job, ...expected }, job);
}
