import { partsOf } from '../../harness/cluster-parts.js';
import { type Finding, finding } from '../../harness/finding.js';
import { seededRandom } from '../../harness/random.js';
import type { Options } from '../../harness/scenarios.js';
import { Kills } from './kills.js';
import { Scene } from './scene.js';
import { judge } from './verdict.js';

/** Every process is killed and started again, in an order drawn from the seed, while jobs run and shoppers search. */
export async function storm({ seed, short, minutes, print }: Options): Promise<Finding[]> {
  const size = short ? { lines: 40, services: 1 } : { lines: 200, services: 2 };
  await using scene = await Scene.open({ seed, short, gateways: 2, indexers: 2, ...size });
  scene.start();
  const parts = partsOf(scene.cluster);
  const kills = new Kills(parts, {
    random: seededRandom(seed),
    milliseconds: short ? 20_000 : minutes * 60_000,
    scale: short ? 0.3 : 1,
    downtime: scene.downtime,
  });
  await kills.run();
  print(kills.figures);
  const isHeld = kills.killed.size === parts.length && kills.failedStarts.length === 0;
  return [finding(isHeld, kills.figures), ...(await judge(scene))];
}
