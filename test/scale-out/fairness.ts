import { Cluster } from '../harness/cluster.js';
import { type Finding, finding } from '../harness/finding.js';
import type { Options } from '../harness/scenarios.js';
import { isComplete, lineOf, Site } from './shop.js';

/** Within which a small job ends that was accepted behind a large one of somebody else, in milliseconds. */
const patience = 15_000;

/**
 * A job of three lines behind one of 10,000 of another service (rule 8.4), with one replica and with three. The short form does
 * not look at the clock: tests share the machine.
 */
export async function fairness({ short, print }: Options): Promise<Finding[]> {
  const large = short ? 1_000 : 10_000;
  await using site = await Site.open();
  await using cluster = await Cluster.open({ indexers: 1 });
  const client = await cluster.newClient();
  const found: Finding[] = [];
  for (const replicas of short ? [1] : [1, 3]) {
    while (cluster.indexers.length < replicas) cluster.startIndexer(cluster.indexers.length);
    await cluster.ready();
    const [busy, quiet] = [`large-${replicas}`, `small-${replicas}`];
    for (const service of [busy, quiet]) await client.createService(service);
    await client.send(
      busy,
      Array.from({ length: large }, (_, at) => lineOf(`p${at}`, 'product', site.picture(at))),
    );
    const took: number[] = [];
    let whole = true;
    for (let round = 0; round < (short ? 1 : 5); round++) {
      const start = performance.now();
      const job = await client.index(
        quiet,
        [0, 1, 2].map((at) => lineOf(`p${at}`, `round ${round}`, site.picture(at))),
      );
      took.push(performance.now() - start);
      whole &&= isComplete(job);
    }
    const { envelope } = await client.call({ path: `/services/${busy}/indexes?start=0&limit=1` });
    const status = envelope.data.items[0].status;
    print(
      `${replicas} replicas: ${took.map((ms) => (ms / 1_000).toFixed(1)).join(', ')} s; the large job is ${status}`,
    );
    found.push(
      finding(
        whole && status === 'running' && (short || Math.max(...took) <= patience),
        `three lines behind ${large} of another service, ${replicas} replicas: ${(Math.max(...took) / 1_000).toFixed(1)} s at most, while the large job was ${status}`,
      ),
    );
    await client.call({ method: 'DELETE', path: `/services/${busy}` });
  }
  return found;
}
