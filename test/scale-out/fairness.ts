import type { Client } from '../harness/client.js';
import { Cluster } from '../harness/cluster.js';
import { type Finding, finding } from '../harness/finding.js';
import type { Options } from '../harness/scenarios.js';
import { isComplete, lineOf, Site } from './shop.js';

/** Within which a small job ends that was accepted behind large ones of others, in milliseconds. */
const patience = 15_000;

interface Case {
  readonly replicas: number;
  /** Services with a large job. */
  readonly large: number;
  /** What their server takes for a picture, in milliseconds; longer than a download may take, each line fails. */
  readonly latency: number;
}

const cases: readonly Case[] = [
  { replicas: 1, large: 1, latency: 0 },
  { replicas: 1, large: 1, latency: 10_000 },
  { replicas: 3, large: 1, latency: 0 },
  { replicas: 3, large: 3, latency: 0 },
];

/**
 * Jobs of three lines behind jobs of 10,000 of other services (rule 8.4). The short form does not look at the clock: tests share
 * the machine.
 */
export async function fairness({ short, print }: Options): Promise<Finding[]> {
  const [lines, rounds] = short ? [1_000, 1] : [10_000, 5];
  await using site = await Site.open();
  await using cluster = await Cluster.open({ indexers: 1 });
  const client = await cluster.newClient();
  const found: Finding[] = [];
  for (const [number, { replicas, large, latency }] of (short ? cases.slice(0, 1) : cases).entries()) {
    while (cluster.indexers.length < replicas) cluster.startIndexer(cluster.indexers.length);
    await cluster.ready();
    await using slow = await Site.open();
    const file = Array.from({ length: lines }, (_, at) => lineOf(`p${at}`, 'product', slow.picture(at, latency)));
    const busy = Array.from({ length: large }, (_, at) => `large-${number}-${at}`);
    for (const service of busy) {
      await client.createService(service);
      await client.send(service, file);
    }
    const small = `small-${number}`;
    const { took, areComplete } = await smallJobs(client, small, site, rounds);
    const states = await Promise.all(busy.map((service) => stateOf(client, service)));
    const longest = Math.max(...took);
    const pictures = latency > 0 ? ', whose pictures do not come' : '';
    const about = `three lines behind ${large} of ${lines} lines${pictures}, ${replicas} replicas`;
    print(`${about}: ${took.map(seconds).join(', ')} s; the large ones are ${states.join(', ')}`);
    const isBehind = states.every((state) => state === 'running');
    found.push(
      finding(areComplete && isBehind && (short || longest <= patience), `${about}: ${seconds(longest)} s at most`),
    );
    for (const service of [small, ...busy]) await client.call({ method: 'DELETE', path: `/services/${service}` });
  }
  return found;
}

/** One small job after the other. */
async function smallJobs(client: Client, service: string, site: Site, rounds: number) {
  await client.createService(service);
  const took: number[] = [];
  let areComplete = true;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const file = [0, 1, 2].map((at) => lineOf(`p${at}`, `round ${round}`, site.picture(at)));
    const job = await client.index(service, file);
    areComplete = areComplete && isComplete(job);
    took.push(performance.now() - start);
  }
  return { took, areComplete };
}

async function stateOf(client: Client, service: string): Promise<string> {
  const { envelope } = await client.call({ path: `/services/${service}/indexes?start=0&limit=1` });
  return envelope.data.items[0].status;
}

const seconds = (milliseconds: number): string => (milliseconds / 1_000).toFixed(1);
