import { type Finding, finding } from '../../harness/finding.js';
import { below, type Random, seededRandom } from '../../harness/random.js';
import type { Options } from '../../harness/scenarios.js';
import { addressesOf } from '../crash/plan.js';
import { endingOf } from './endings.js';
import { Scene } from './scene.js';
import type { Shop } from './shop.js';
import { judge } from './verdict.js';

/** A chunk that nobody says is being worked on is handed out again after half a minute, and then takes its time. */
const limit = 240_000;

/**
 * One indexer stands still in the middle of a job; another does the rest, and two jobs more. Then the first goes on where it
 * was, alone: what it finds in its hands must change nothing.
 */
export async function sleeper({ seed, short, print }: Options): Promise<Finding[]> {
  const random = seededRandom(seed);
  await using scene = await Scene.open({ seed, short, lines: short ? 40 : 120 });
  scene.startSearches();
  const findings: Finding[] = [];
  for (let round = 0; round < (short ? 1 : 4); round++) {
    findings.push(...(await sleepOnce(scene, round, random)));
    print(findings.at(-2)?.text ?? '');
  }
  await scene.cluster.startIndexer(1).operatorUrl();
  return [...findings, ...(await judge(scene))];
}

/** The only indexer there is falls asleep in the job of one service; when it is awake again, it is given one of another. */
async function sleepOnce({ cluster, site, shops }: Scene, round: number, random: Random): Promise<Finding[]> {
  const [shop, other] = round % 2 === 0 ? shops : [...shops].reverse();
  const [asleep] = cluster.indexers;
  if (!shop || !other || !asleep) throw new Error('two services and an indexer are needed');
  site.begin(false);
  const plan = await shop.sendNext();
  const reached = 1 + below(random, 0.7 * addressesOf(plan));
  await site.reached(reached);
  await asleep.suspended();
  try {
    const start = performance.now();
    const open = await shop.openJobs();
    const awake = cluster.startIndexer(1);
    await shop.sendNext();
    await shop.sendNext();
    await shop.settled(limit);
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    const before = await everythingOf(cluster, shop);
    asleep.resume();
    // Alone, it ends what is given to it now after what it had in hand.
    await awake.kill();
    await other.sendNext();
    await other.settled(limit);
    const after = await everythingOf(cluster, shop);
    return [
      finding(
        open === 1,
        `an indexer fell asleep after ${reached} downloads, with ${open} job under way; that and two more ended within ${seconds} s`,
      ),
      finding(before === after, 'awake again, it did another job; documents, details and times are what they were'),
    ];
  } finally {
    asleep.resume();
  }
}

async function everythingOf(cluster: Scene['cluster'], shop: Shop): Promise<string> {
  const { details, documents } = await endingOf(cluster, shop);
  const plain = [...documents.values()].map(({ vector, fingerprint, ...fields }) => [
    fields,
    [...vector],
    [...fingerprint],
  ]);
  return JSON.stringify([details, plain]);
}
