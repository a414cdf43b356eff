import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobDetail } from '@openfashion/contract';
import type { Service } from '@openfashion/tenancy';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { below, type Random, seededRandom } from '../../../test/harness/random.js';
import { inWorld, momentOf, work } from '../test/crashing-work.js';
import { type PictureSite, startPictureSite } from '../test/picture-site.js';
import { disable, enable, type Line, running, send } from '../test/world.js';

const seed = Number(process.env['CRASH_SEED'] ?? Math.floor(Math.random() * 1e6));
const kills = Number(process.env['CRASH_KILLS'] ?? 8);
const quota = 50;

let site: PictureSite;
let folder: string;

beforeAll(async () => {
  site = await startPictureSite();
  folder = await mkdtemp(join(tmpdir(), 'crash-'));
});
afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

const prepare = (directory: string, jobs: readonly (readonly Line[])[]) =>
  inWorld(directory, async (world) => {
    const service = await world.createService();
    const ids: string[] = [];
    for (const lines of jobs) ids.push(await send(world, world.indexing(), service, lines));
    return { service, ids };
  });

/** Everything that a shop can see of its jobs and products; ids of jobs and times differ between runs. */
const outcomeOf = (directory: string, service: Service, ids: readonly string[]) =>
  inWorld(directory, async (world) => {
    const jobs: Omit<JobDetail, 'id' | 'requestedTime' | 'startTime' | 'finishTime'>[] = [];
    for (const id of ids) {
      const {
        id: _id,
        requestedTime,
        startTime,
        finishTime,
        ...job
      } = await world.indexing().detail(service, id, { failures: true });
      jobs.push(job);
    }
    return { jobs, documents: await world.documents(service) };
  });

/** Adds, updates, deletes, failures, duplicates, and more new products than there is room for. */
function mixedLines(random: Random, count: number): Line[] {
  return Array.from({ length: count }, (_, line) => {
    // The first line must be right, or there is no job.
    if (line === 0) return disable('unknown');
    const product = `p${below(random, 120)}`;
    const kind = below(random, 10);
    if (kind < 6) return enable(product, `${site.url}/p/${below(random, 1000)}`);
    if (kind < 8) return disable(product);
    if (kind < 9) return enable(product, `${site.url}/none/${below(random, 1000)}`);
    return below(random, 2) === 0
      ? `{"productId": "${product}"}`
      : enable(product, `${site.url}/gone/${below(random, 1000)}`);
  });
}

describe(`killed processes, seed ${seed} (CRASH_SEED, CRASH_KILLS)`, () => {
  test('change nothing: counts, id lists and documents are those of an undisturbed run', {
    timeout: 300_000,
  }, async () => {
    const random = seededRandom(seed);
    const jobs = [mixedLines(random, 60), mixedLines(random, 200)];
    const [calm, stormy] = [join(folder, 'calm'), join(folder, 'stormy')];
    const undisturbed = await prepare(calm, jobs);
    expect(await work(calm, undefined, { quota })).toBe(0);
    const expected = await outcomeOf(calm, undisturbed.service, undisturbed.ids);
    const {
      addedCount = 0,
      updatedCount = 0,
      deletedCount = 0,
      failedCount = 0,
      exceededCount = 0,
    } = expected.jobs[1] ?? {};
    expect(Math.min(addedCount, updatedCount, deletedCount, failedCount, exceededCount)).toBeGreaterThan(0);

    const killed = await prepare(stormy, jobs);
    let died = 0;
    // Until the jobs are done, or have had their share.
    while (
      died < kills &&
      (await work(stormy, { killAt: 5 + below(random, 45), moment: momentOf(below(random, 3)) }, { quota })) ===
        'SIGKILL'
    ) {
      died += 1;
    }
    expect(died).toBeGreaterThanOrEqual(6);
    expect(await work(stormy, undefined, { quota })).toBe(0);
    expect(await outcomeOf(stormy, killed.service, killed.ids)).toEqual(expected);
  });

  test('a line that kills its worker fails with InternalServerError and the job goes on (rule 8.7)', {
    timeout: 300_000,
  }, async () => {
    const directory = join(folder, 'poisoned');
    const lines = ['p/1', 'p/2', 'poison/3', 'p/4', 'none/5', 'p/6'].map((path, index) =>
      enable(`p${index}`, `${site.url}/${path}`),
    );
    const { service, ids } = await prepare(directory, [lines]);
    let deaths = 0;
    while ((await work(directory)) === 'SIGKILL') deaths += 1;
    // Five starts of the chunk, then the line alone three times.
    expect(deaths).toBe(8);
    const { jobs } = await outcomeOf(directory, service, ids);
    expect(jobs).toMatchObject([
      {
        status: 'finished',
        addedProductIds: ['p0', 'p1', 'p3', 'p5'],
        failures: [
          { line: 3, productId: 'p2', reason: 'InternalServerError' },
          { line: 5, productId: 'p4', reason: 'NoDetectedFashionItems' },
        ],
      },
    ]);
  });

  test('a graceful stop is no death of a line (rule 8.7)', async () => {
    await inWorld(join(folder, 'stopped'), async (world) => {
      const service = await world.createService();
      const id = await send(world, world.indexing(), service, [enable('a', `${site.url}/held/1`)]);
      for (let round = 0; round < 10; round++) {
        const before = site.hits.get('/held/1') ?? 0;
        await running(world.indexing(), () => expect.poll(() => site.hits.get('/held/1')).toBeGreaterThan(before));
      }
      expect(await world.backplane.keyValue('index-attempts').list('')).toEqual([]);
      expect(await world.indexing().detail(service, id, { failures: true })).toMatchObject({ status: 'running' });
    });
  });
});
