import { partsOf } from '../../harness/cluster-parts.js';
import { seededRandom } from '../../harness/random.js';
import { type Finding, finding } from '../finding.js';
import { Kills } from './kills.js';
import type { Options } from './options.js';
import { Scene } from './scene.js';
import { judge } from './verdict.js';

/** Every process is killed and started again, in an order drawn from the seed, while jobs run and shoppers search. */
export async function storm({ seed, short, minutes, print }: Options): Promise<Finding[]> {
  const size = short ? { lines: 40, services: 1 } : { lines: 200, services: 2 };
  await using scene = await Scene.open({ seed, gateways: 2, indexers: 2, ...size });
  scene.start();
  const kills = new Kills(partsOf(scene.cluster), {
    random: seededRandom(seed),
    milliseconds: short ? 20_000 : minutes * 60_000,
    downtime: scene.downtime,
  });
  await kills.run();
  print(kills.figures);
  return [finding(kills.kills > 0 && kills.failedStarts.length === 0, kills.figures), ...(await judge(scene))];
}
