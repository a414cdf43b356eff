import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { below, pick, type Random, shuffled } from '../../harness/random.js';
import type { Race } from './race.js';
import type { Shop } from './shop.js';

const quota = 5;
const names = Array.from({ length: 14 }, (_, number) => `service-${number}`);

/** Names of the creates that meet, of those that are free: several callers may want the same. */
const wishes: Readonly<Record<string, (random: Random, free: readonly string[]) => string[]>> = {
  'different names': (random, free) => free.slice(0, 2 + below(random, 5)),
  'the same name': (random, free) => Array(2 + below(random, 5)).fill(free[0]),
  'some the same': (random, free) => Array.from({ length: 3 + below(random, 5) }, () => pick(random, free.slice(0, 3))),
};

/** Rule 4.1: creates for the last place of an app key, and for places that are being given up. */
export const fifthService: Race = {
  name: 'fifth-service',
  shows: 'of creates for the last place of an app key exactly one succeeds, and the list is in order of creation',
  async round(world, random) {
    await using shop = await world.newShop();
    const live: string[] = [];
    const events: string[] = [];
    for (let step = 0; step < 3; step++) {
      await leaveFour(shop, live, random);
      events.push(await forTheLastPlace(shop, live, random));
      events.push(await whileOthersGo(shop, live, random));
    }
    return events;
  },
};

/** Create or delete, one after the other, until one place is left. */
async function leaveFour(shop: Shop, live: string[], random: Random): Promise<void> {
  while (live.length >= quota - 1) {
    const [gone = ''] = live.splice(below(random, live.length), 1);
    assert.equal(await shop.remove(gone), 'SUCCESS');
  }
  for (const name of shuffled(random, freeOf(live)).slice(0, quota - 1 - live.length)) {
    assert.equal(await shop.create(name), 'SUCCESS');
    live.push(name);
  }
  assert.deepEqual(await shop.services(), live);
}

/** Exactly one gets it; who wanted the winner's name hears of the duplicate, the others of the quota. */
async function forTheLastPlace(shop: Shop, live: string[], random: Random): Promise<string> {
  const kind = pick(random, Object.keys(wishes));
  const wished = wishes[kind]?.(random, shuffled(random, freeOf(live))) ?? [];
  const results = await Promise.all(wished.map((name) => shop.create(name)));
  const winner = results.indexOf('SUCCESS');
  const expected = wished.map((name, caller) => {
    if (caller === winner) return 'SUCCESS';
    return name === wished[winner] ? 'DuplicateServiceName' : 'ServiceQuotaExceededException';
  });
  assert.deepEqual(results, expected, `creates of ${wished}`);
  live.push(wished[winner] ?? '');
  assert.deepEqual(await shop.services(), live);
  return `${kind} for the last place`;
}

/** As many creates may succeed as services go; of two who delete the same service one does it. */
async function whileOthersGo(shop: Shop, live: string[], random: Random): Promise<string> {
  const going = shuffled(random, live).slice(0, 1 + below(random, 3));
  const coming = shuffled(random, freeOf(live)).slice(0, 1 + below(random, 4));
  const calls = shuffled(random, [
    ...[...going, ...going].map((name) => ({ call: 'remove' as const, name })),
    ...coming.map((name) => ({ call: 'create' as const, name })),
  ]);
  const answers = await Promise.all(
    calls.map(async ({ call, name }) => {
      // A create that comes with the first delete is refused at once: some must come later to meet the others.
      await pause(below(random, 5));
      return { call, name, result: await shop[call](name) };
    }),
  );
  for (const name of going) {
    const results = answers.filter((answer) => answer.name === name).map(({ result }) => result);
    assert.deepEqual(results.sort(), ['NotExistService', 'SUCCESS'], `deletes of ${name}`);
  }
  const creates = answers.filter(({ call }) => call === 'create');
  const created = creates.filter(({ result }) => result === 'SUCCESS').map(({ name }) => name);
  const refused = creates.map(({ result }) => result).filter((result) => result !== 'SUCCESS');
  assert.ok(created.length <= going.length, `${created} for the places of ${going}`);
  assert.deepEqual(
    refused,
    refused.map(() => 'ServiceQuotaExceededException'),
  );

  const listed = await shop.services();
  const stayed = live.filter((name) => !going.includes(name));
  assert.deepEqual(listed.slice(0, stayed.length), stayed);
  assert.deepEqual(listed.slice(stayed.length).sort(), created.sort());
  live.splice(0, live.length, ...listed);
  return `${created.length} took places that others gave up`;
}

const freeOf = (live: readonly string[]) => names.filter((name) => !live.includes(name));
