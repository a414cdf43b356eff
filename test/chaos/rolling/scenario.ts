import { setTimeout as pause } from 'node:timers/promises';
import { type Finding, finding, listed, ms } from '../../harness/finding.js';
import { startNameServer } from '../../harness/name-server.js';
import { seededRandom } from '../../harness/random.js';
import type { Options, Scenario } from '../../harness/scenarios.js';
import { Scene } from '../cluster/scene.js';
import { judge } from '../cluster/verdict.js';
import { type Rollout, rolloutsOf } from './rollout.js';
import { openStores } from './stores.js';

/** Between two pods, in milliseconds. */
const between = 3_000;

/** Every process of a cluster is replaced in turn while jobs run and shoppers search: the stores' servers first, gateways last. */
async function run({ seed, short, print }: Options): Promise<Finding[]> {
  await using stores = await openStores();
  await using names = await startNameServer();
  const { environment } = stores;
  const scale = short ? 0.1 : 1;
  const size = short
    ? { gateways: 1, indexers: 1, lines: 12, perSecond: 1 }
    : { gateways: 2, indexers: 2, lines: 200, perSecond: 4 };
  await using scene = await Scene.open({ seed, short, environment, names, ...size });
  scene.start();
  const rollouts = [...stores.rollouts, ...rolloutsOf(scene, seededRandom(seed + 2), scale)];
  const wrong: string[] = [];
  for (const { name, run } of rollouts) {
    const { ended, took } = await timed(run);
    print(`${name}: replaced in ${ms(took)}, ended with ${ended}`);
    if (ended !== 0) wrong.push(`${name} with ${ended}`);
    await pause(scale * between);
  }
  const { unanswered } = scene.door;
  const verdict = await judge(scene);
  return [
    finding(wrong.length === 0, `${rollouts.length} processes replaced; ended otherwise than with 0: ${listed(wrong)}`),
    finding(unanswered.length === 0, `requests that failed, of shoppers and of jobs: ${listed(unanswered)}`),
    ...verdict,
  ];
}

async function timed(run: Rollout['run']) {
  const start = performance.now();
  const ended = await run();
  return { ended, took: performance.now() - start };
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'rolling',
    shows: 'though every process is replaced, no request fails and no line of a job is lost',
    isTest: true,
    run,
  },
];
