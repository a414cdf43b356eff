import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../harness/eventually.js';
import { type Finding, finding } from '../../harness/finding.js';
import { below, pick, seededRandom, shuffled } from '../../harness/random.js';
import type { Options } from '../../harness/scenarios.js';
import { Scene } from './scene.js';
import type { ListedJob } from './shop.js';
import { judge } from './verdict.js';

const clock = fileURLToPath(new URL('../../harness/clock.mjs', import.meta.url));
const hour = 3_600_000;
/** What a wall clock is ahead of the machine's, in milliseconds. */
const offsets = [-hour, 0, hour] as const;

/** Wall clocks of gateways and indexers jump by an hour, each on its own, both ways. */
export async function clockJumps({ seed, short, minutes, print }: Options): Promise<Finding[]> {
  const directory = await mkdtemp(join(tmpdir(), 'clock-'));
  try {
    const file = join(directory, 'offset');
    await writeFile(file, '0');
    const environment = { NODE_OPTIONS: `--import=${clock}`, CLOCK_FILE: file };
    const size = short ? { lines: 40 } : { lines: 150 };
    await using scene = await Scene.open({ seed, short, gateways: 2, indexers: 2, environment, ...size });
    scene.start();
    const random = seededRandom(seed);
    const began = Math.floor(Date.now() / 1000);
    const end = performance.now() + (short ? 12_000 : Math.min(2, minutes) * 60_000);
    let jumps = 0;
    while (performance.now() < end) {
      for (const { child } of shuffled(random, [...scene.cluster.gateways, ...scene.cluster.indexers])) {
        await writeFile(file, String(pick(random, offsets)));
        child.kill('SIGUSR2');
        jumps += 1;
        // It has read the file by then, or reads what is written for the next one.
        await pause(200 + below(random, 1_500));
      }
    }
    print(`${jumps} jumps`);
    const jobsOfAll = async () => (await Promise.all(scene.shops.map((shop) => shop.jobs()))).flat();
    const isStrange = ({ requestedTime }: ListedJob) => Math.abs(requestedTime - began) > 3_000;
    // Whether a file met a clock that had jumped was chance: now all of them have.
    await writeFile(file, String(hour));
    for (const { child } of scene.cluster.gateways) child.kill('SIGUSR2');
    await eventually('a job is requested at an hour that is not now', async () => {
      for (const shop of scene.shops) await shop.sendNext();
      return (await jobsOfAll()).some(isStrange);
    });
    const verdict = await judge(scene);
    const jobs = await jobsOfAll();
    const strange = jobs.filter(isStrange).length;
    const late = scene.shoppers.answers.filter(({ outcome }) => outcome !== 'right').length;
    return [
      finding(
        strange > 0,
        `${jumps} jumps; of ${jobs.length} jobs ${strange} were requested at an hour that is not now`,
      ),
      finding(late === 0, `of ${scene.shoppers.answers.length} requests of shoppers ${late} failed`),
      ...verdict,
    ];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
