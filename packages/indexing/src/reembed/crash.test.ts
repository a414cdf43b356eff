import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { below, type Random, seededRandom } from '../../../../test/harness/random.js';
import { sameInBoth, standingOf } from '../../test/both-collections.js';
import { inWorld, momentOf, work } from '../../test/crashing-work.js';
import { type PictureSite, startPictureSite } from '../../test/picture-site.js';
import { disable, enable, ended, type Line, running, send } from '../../test/world.js';

const seed = Number(process.env['CRASH_SEED'] ?? Math.floor(Math.random() * 1e6));
const kills = Number(process.env['CRASH_KILLS'] ?? 5);
const reembedBatch = 8;
const stored = 60;

let site: PictureSite;
let folder: string;

beforeAll(async () => {
  site = await startPictureSite();
  folder = await mkdtemp(join(tmpdir(), 'reembed-crash-'));
});
afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

/** Products that stay, and so are fetched once by each who re-embeds them, and products that a job changes meanwhile. */
const stays = (number: number) => enable(`s${number}`, `${site.url}/p/${1_000 + number}`);
const changes = (number: number, random: Random): Line =>
  below(random, 3) === 0 ? disable(`c${number}`) : enable(`c${number}`, `${site.url}/p/${below(random, 900)}`);

test(`killed again and again, a change goes on where it was, seed ${seed} (CRASH_SEED, CRASH_KILLS)`, {
  timeout: 300_000,
}, async () => {
  const random = seededRandom(seed);
  const service = await inWorld(folder, async (world) => {
    const made = await world.createService();
    const indexing = world.indexing();
    const lines = Array.from({ length: stored }, (_, number) => [
      stays(number),
      enable(`c${number}`, `${site.url}/p/${number}`),
    ]).flat();
    const id = await send(world, indexing, made, lines);
    await running(indexing, () => ended(world, indexing, made, id));
    const changing = Array.from({ length: stored }, (_, number) => changes(number, random));
    await send(world, indexing, made, [disable('unknown'), ...changing]);
    await world.modelChanges.start('hue');
    return made;
  });
  let died = 0;
  const settings = { reembedBatch };
  while (
    died < kills &&
    (await work(folder, { killAt: 5 + below(random, 40), moment: momentOf(below(random, 3)) }, settings)) === 'SIGKILL'
  ) {
    died += 1;
  }
  expect(died).toBeGreaterThanOrEqual(3);
  expect(await work(folder, undefined, settings)).toBe(0);
  await inWorld(folder, async (world) => {
    expect(await standingOf(world, service)).toMatchObject({ standing: 'complete', reembedding: { failed: 0 } });
    const ids = await sameInBoth(world, service);
    expect(ids.filter((id) => id.startsWith('s'))).toHaveLength(stored);
    expect(ids.length).toBeLessThan(2 * stored);
  });
  const fetched = Array.from({ length: stored }, (_, number) => site.hits.get(`/p/${1_000 + number}`) ?? 0);
  const again = fetched.reduce((sum, hits) => sum + hits, 0) - 2 * stored;
  // No death costs more than what was in hand.
  expect(again).toBeLessThanOrEqual(died * reembedBatch);
});
