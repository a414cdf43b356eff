import { Cluster } from '../harness/cluster.js';
import { type Finding, finding } from '../harness/finding.js';
import type { Options } from '../harness/scenarios.js';
import { isComplete, lineOf, Site } from './shop.js';

/** What the shop's server takes for a picture, in milliseconds: with eight at once, a replica gets eight a second. */
const latency = 1_000;
const replicas = [1, 2, 3] as const;
const wanted = 2.5;
const lines = 1_200;

/** The same job with one, two and three replicas, where it is the shop's server that is waited for. */
export async function throughput({ print }: Options): Promise<Finding[]> {
  await using site = await Site.open();
  await using cluster = await Cluster.open({ indexers: 1 });
  const client = await cluster.newClient();
  const rates: number[] = [];
  const whole: boolean[] = [];
  for (const count of replicas) {
    while (cluster.indexers.length < count) cluster.startIndexer(cluster.indexers.length);
    await cluster.ready();
    const service = `replicas-${count}`;
    await client.createService(service);
    const file = Array.from({ length: lines }, (_, at) => lineOf(`p${at}`, 'product', site.picture(at, latency)));
    const start = performance.now();
    whole.push(isComplete(await client.index(service, file)));
    const rate = lines / ((performance.now() - start) / 1_000);
    rates.push(rate);
    print(`${count} replicas: ${rate.toFixed(1)} documents/s`);
  }
  const [one = Number.NaN, , three = Number.NaN] = rates;
  const ratio = three / one;
  return [
    finding(
      ratio >= wanted,
      `documents/s with 1, 2 and 3 replicas, ${latency} ms a download: ${rates.map((rate) => rate.toFixed(1)).join(', ')}: ${ratio.toFixed(2)} times with three`,
    ),
    finding(whole.every(Boolean), `every line of ${replicas.length} jobs of ${lines} lines was added`),
  ];
}
