import { setTimeout as pause } from 'node:timers/promises';
import { type Finding, finding } from '../../harness/finding.js';
import { NatsCluster } from '../../harness/nats-cluster.js';
import type { Options } from '../../harness/scenarios.js';
import { Scene } from './scene.js';
import { judge } from './verdict.js';

/** The bucket of jobs. */
const stream = 'KV_openfashion_index-jobs';

/** On three NATS servers that hold everything thrice, the one that leads is killed, and comes back later. */
export async function threeNats({ seed, short, print }: Options): Promise<Finding[]> {
  await using nats = await NatsCluster.start();
  const environment = { OPENFASHION_NATS_URL: nats.url, OPENFASHION_NATS_REPLICAS: '3' };
  await using scene = await Scene.open({ seed, short, gateways: 2, indexers: 2, environment, lines: 100 });
  scene.start();
  await pause(15_000);
  const leader = await nats.leaderOf(stream);
  const killed = performance.now();
  await nats.node(leader).kill();
  await pause(30_000);
  const other = await nats.leaderOf(stream);
  await nats.node(leader).start();
  await pause(15_000);
  const during = scene.shoppers.answers.filter(({ asked }) => asked > killed && asked < killed + 30_000);
  const refused = during.filter(({ outcome }) => outcome !== 'right');
  const lasted = Math.max(0, ...refused.map(({ asked, took }) => asked + took - killed));
  const text = `${leader}, which led, was killed, and ${other} led; of ${during.length} requests in the 30 s without it ${refused.length} were not answered, the last ${(lasted / 1000).toFixed(1)} s after`;
  print(text);
  return [finding(other !== leader && refused.length < during.length / 2, text), ...(await judge(scene))];
}
