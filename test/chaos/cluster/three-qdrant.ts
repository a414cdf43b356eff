import { setTimeout as pause } from 'node:timers/promises';
import { reconcile } from '@openfashion/catalog/qdrant';
import { eventually } from '../../harness/eventually.js';
import { type Finding, finding } from '../../harness/finding.js';
import { startQdrantCluster } from '../../harness/qdrant-server.js';
import { below, seededRandom } from '../../harness/random.js';
import type { Options } from '../../harness/scenarios.js';
import { Scene } from './scene.js';
import { judge } from './verdict.js';

/** On three Qdrant servers that hold everything twice, one is killed, and comes back later; then the copies are compared. */
export async function threeQdrant({ seed, short, print }: Options): Promise<Finding[]> {
  await using qdrant = await startQdrantCluster(3);
  const urls = qdrant.urls;
  const environment = {
    OPENFASHION_QDRANT_URL: urls.join(','),
    OPENFASHION_QDRANT_REPLICATION_FACTOR: '2',
  };
  await using scene = await Scene.open({ seed, short, gateways: 2, indexers: 2, environment, lines: 100 });
  scene.start();
  await pause(15_000);
  const index = below(seededRandom(seed), urls.length);
  const killed = performance.now();
  await qdrant.nodes[index]?.kill();
  await pause(30_000);
  const back = performance.now();
  await qdrant.restart(index);
  await pause(15_000);
  const during = scene.shoppers.answers.filter(({ asked }) => asked > killed && asked < back);
  const refused = during.filter(({ outcome }) => outcome !== 'right').length;
  const text = `node ${index} was killed; of ${during.length} requests in the 30 s without it ${refused} were not answered`;
  print(text);
  const verdict = await judge(scene);
  // Its parts come back from the other copies meanwhile.
  await eventually('every copy of every part is in service', async () => areActive(urls), 120_000);
  const options = { urls, replicationFactor: 2 };
  const rounds = [await reconcile(options)];
  // Nodes say of a copy that it is in service for some time after they stopped to send it writes, now and then.
  await eventually('all copies agree', async () => {
    const round = await reconcile(options);
    rounds.push(round);
    return round.repaired === 0;
  });
  return [
    finding(refused < during.length / 2, text),
    ...verdict,
    finding(
      rounds.every(({ checked }) => checked > 0),
      `rounds of the reconciler until all copies agreed: ${rounds.map(({ checked, repaired }) => `${repaired} of ${checked} points repaired`).join(', ')}`,
    ),
  ];
}

interface Shards {
  readonly result: Readonly<Record<'local_shards' | 'remote_shards', readonly { readonly state: string }[]>>;
}

/** Whether every copy of every part of all collections is in service. */
async function areActive(urls: readonly string[]): Promise<boolean> {
  const states = urls.map(async (url) => {
    const { result } = (await (await fetch(`${url}/collections`)).json()) as {
      result: { collections: readonly { name: string }[] };
    };
    const all = await Promise.all(result.collections.map(({ name }) => statesOf(`${url}/collections/${name}/cluster`)));
    return all.flat();
  });
  return (await Promise.all(states)).flat().every((state) => state === 'Active');
}

async function statesOf(url: string): Promise<string[]> {
  const { result } = (await (await fetch(url)).json()) as Shards;
  return [...result.local_shards, ...result.remote_shards].map(({ state }) => state);
}
