import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { OpenRequest } from '../../harness/open-request.js';
import { below, pick, type Random, seededRandom } from '../../harness/random.js';
import type { Reply } from '../../harness/rest.js';
import type { Race } from './race.js';
import { disable, fileOf, indexIdOf, resultOf, type Shop } from './shop.js';

const lines = [disable('a'), disable('b')];
const broken = 'no JSON';
/** Far below the 30 s after which a slot that nobody renews is free: what is freed at once is free by then. */
const atOnce = 10_000;

/** Rules 8.3 and 4.2: of index requests for one service that overlap the later is refused; services do not meet. */
export const twoRequests: Race = {
  name: 'two-requests',
  shows:
    'of index requests for one service that overlap the later is refused, and the place is free once the first is over',
  async round(world, random) {
    await using shop = await world.newShop();
    const services = ['a1', 'b2', 'c3', 'd4', 'e5'].slice(0, 1 + below(random, 5));
    // Each draws from a random of its own: which of them comes first is not the seed's to say.
    const scenes = services.map((service) => ({ service, own: seededRandom(below(random, 2 ** 32)) }));
    // Awaited here: the shop's services go when this function returns.
    return await Promise.all(scenes.map(({ service, own }) => scene(shop, service, own)));
  },
};

/** Requests meet at one service; one is under way, ends in some way, and leaves the place to the next. */
async function scene(shop: Shop, service: string, random: Random): Promise<string> {
  assert.equal(await shop.create(service), 'SUCCESS');
  const open = await firstOf(shop, service, 2 + below(random, 3));
  for (let more = below(random, 3); more > 0; more--) refused(await shop.post(service, lines));
  const name = pick(random, Object.keys(endings));
  return `${name}: ${await endings[name]?.(shop, service, open, random)}`;
}

/** Send so many heads at once: one request is under way, the others are refused. */
async function firstOf(shop: Shop, service: string, heads: number): Promise<OpenRequest> {
  const offers = await Promise.all(Array.from({ length: heads }, () => shop.offer(service)));
  const open = offers.filter((offer) => 'finish' in offer);
  for (const offer of offers) if (!('finish' in offer)) refused(offer);
  assert.equal(open.length, 1, 'requests under way');
  return open[0] as OpenRequest;
}

const refused = (reply: Reply) => assert.equal(resultOf(reply), 'TooManyRequestError', reply.text);

type Ending = (shop: Shop, service: string, open: OpenRequest, random: Random) => Promise<string>;

/** How the request that is under way ends, and what then must be so. Each says what came about. */
const endings: Readonly<Record<string, Ending>> = {
  async finished(shop, service, open, random) {
    const rival = soon(random, () => shop.offer(service));
    const first = indexIdOf(await open.finish('jsonl', fileOf(lines)));
    return afterRival(shop, service, rival, [first]);
  },
  async failed(shop, service, open, random) {
    const rival = soon(random, () => shop.offer(service));
    const [format, result] = pick(random, [
      ['jsonl', 'InvalidFileError'],
      ['xml', 'InvalidParam'],
    ] as const);
    assert.equal(resultOf(await open.finish(format, broken)), result);
    return afterRival(shop, service, rival, []);
  },
  async abandoned(shop, service, open) {
    open.abandon();
    const next = await freed(shop, service);
    assert.deepEqual(await shop.jobs(service), [next]);
    return 'the next is accepted';
  },
  async 'left after its body'(shop, service, open) {
    const answer = open.finish('jsonl', fileOf(lines)).then(indexIdOf, () => undefined);
    open.abandon();
    const next = await freed(shop, service);
    const before = (await shop.jobs(service)).filter((job) => job !== next);
    assert.ok(before.length <= 1 && (await answer) === undefined);
    return before.length === 1 ? 'its job is there' : 'it left no job';
  },
  async 'service deleted'(shop, service, open, random) {
    assert.equal(await shop.remove(service), 'SUCCESS');
    const again = random() < 0.5;
    if (again) assert.equal(await shop.create(service), 'SUCCESS');
    // Under the name there is another service now, or none: the open request is in nobody's way.
    const other = await shop.post(service, lines);
    const content = pick(random, [fileOf(lines), broken, '']);
    const late = await open.finish(pick(random, ['jsonl', 'csv', 'xml']), content);
    assert.equal(resultOf(late), 'NotExistService', late.text);
    if (again) assert.deepEqual(await shop.jobs(service), [indexIdOf(other)]);
    else assert.equal(resultOf(other), 'NotExistService');
    return again ? 'another of the name' : 'none of the name';
  },
};

/** Sooner or later than what goes on meanwhile. */
async function soon<Result>(random: Random, work: () => Promise<Result>): Promise<Result> {
  await pause(below(random, 40));
  return work();
}

/** A head that was sent while the first request ended was too early or not; once both are over the place is free. */
async function afterRival(
  shop: Shop,
  service: string,
  rival: Promise<OpenRequest | Reply>,
  jobs: readonly string[],
): Promise<string> {
  const offer = await rival;
  const admitted = 'finish' in offer;
  if (!admitted) refused(offer);
  const second = admitted ? [indexIdOf(await offer.finish('jsonl', fileOf(lines)))] : [];
  const next = indexIdOf(await shop.post(service, lines));
  assert.deepEqual(await shop.jobs(service), [...jobs, ...second, next]);
  return `a rival meanwhile is ${admitted ? 'accepted' : 'refused'}`;
}

/** Ask until the place is free, which nothing tells a client; resolves to the job's id. */
async function freed(shop: Shop, service: string): Promise<string> {
  const start = performance.now();
  for (;;) {
    const reply = await shop.post(service, lines);
    if (resultOf(reply) !== 'TooManyRequestError') return indexIdOf(reply);
    assert.ok(performance.now() - start < atOnce, 'the place of a client that left stays taken');
    await pause(5);
  }
}
