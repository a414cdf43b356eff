import { type Client, createClient, type JobDetail } from '../harness/client.js';
import { Cluster } from '../harness/cluster.js';
import { documentsIn } from '../harness/documents.js';
import { type Finding, finding } from '../harness/finding.js';
import type { Options } from '../harness/scenarios.js';
import { isComplete, type Line, lineOf, Site } from './shop.js';

const replicas = 3;

/** Three replicas on one large job, then on ten jobs of as many services and ten more behind them: shared, and in order. */
export async function sharing({ short, print }: Options): Promise<Finding[]> {
  await using site = await Site.open();
  await using cluster = await Cluster.open({ indexers: replicas });
  return [
    ...(await oneLargeJob(cluster, site, short ? 300 : 10_000, print)),
    ...(await tenServices(cluster, site, short ? 40 : 200, print)),
  ];
}

async function oneLargeJob(cluster: Cluster, site: Site, lines: number, print: Options['print']): Promise<Finding[]> {
  const client = await cluster.newClient();
  await client.createService('large');
  const file = twice(lines, (at) => site.picture(at));
  const start = performance.now();
  const job = await client.index('large', file);
  const seconds = (performance.now() - start) / 1_000;
  const shares = await Promise.all(cluster.indexers.map(chunksOf));
  const all = shares.reduce((sum, share) => sum + share, 0);
  const rate = `${(lines / seconds).toFixed(1)} documents/s`;
  print(`one job of ${lines} lines: ${seconds.toFixed(0)} s, ${rate}; parts by replica: ${shares.join(', ')}`);
  const wrong = await notAsWritten(cluster, client, 'large', file);
  return [
    finding(isComplete(job), `one job of ${lines} lines, ${replicas} replicas: ${describe(job)}, ${rate}`),
    finding(
      shares.every((share) => share >= all / replicas / 2),
      `each replica had its part: ${shares.join(', ')} of ${all}`,
    ),
    finding(wrong.length === 0, `of each product the later line stands; otherwise: ${wrong.slice(0, 5)}`),
  ];
}

async function tenServices(cluster: Cluster, site: Site, lines: number, print: Options['print']): Promise<Finding[]> {
  const { operator, close } = await cluster.openStores();
  const keys = [await operator.createAppKey(), await operator.createAppKey()];
  await close();
  const baseUrl = await cluster.baseUrl();
  const clients = keys.map((pair) => createClient(baseUrl, pair));
  const shops = clients.flatMap((client) => [0, 1, 2, 3, 4].map((number) => ({ client, service: `shop-${number}` })));
  for (const { client, service } of shops) await client.createService(service);
  const files = ['first', 'second'].map((name) =>
    Array.from({ length: lines }, (_, at) => lineOf(`p${at}`, name, site.picture(at))),
  );
  const start = performance.now();
  const ended = await Promise.all(
    shops.map(async ({ client, service }) => {
      const ids: string[] = [];
      for (const file of files) ids.push(await client.send(service, file));
      const jobs = await Promise.all(ids.map((id) => client.ended(service, id, 500)));
      return { jobs, times: await timesOf(client, service) };
    }),
  );
  const seconds = (performance.now() - start) / 1_000;
  const rate = `${((shops.length * files.length * lines) / seconds).toFixed(1)} documents/s`;
  print(`ten services with two jobs of ${lines} lines each: ${seconds.toFixed(0)} s, ${rate}`);
  const wrong = await Promise.all(
    shops.map(({ client, service }) => notAsWritten(cluster, client, service, files.at(-1) ?? [])),
  );
  return [
    finding(
      ended.every(({ jobs }) => jobs.every(isComplete)),
      `twenty jobs of ten services ended whole, ${rate}`,
    ),
    finding(
      ended.every(({ times }) =>
        times.every(({ startTime }, at) => at === 0 || startTime >= (times[at - 1]?.finishTime ?? 0)),
      ),
      'of each service the second job began when the first had ended',
    ),
    finding(wrong.flat().length === 0, `what the second job wrote stands; otherwise: ${wrong.flat().slice(0, 5)}`),
  ];
}

/** Each product on two lines, far from each other: the later one must stand. */
function twice(lines: number, picture: (at: number) => string): Line[] {
  const products = lines / 2;
  return Array.from({ length: lines }, (_, at) =>
    lineOf(`p${at % products}`, at < products ? 'earlier' : 'later', picture(at)),
  );
}

/** Products whose document is not what their last line says. */
async function notAsWritten(
  cluster: Cluster,
  client: Client,
  service: string,
  file: readonly Line[],
): Promise<string[]> {
  const wanted = new Map(file.map((line) => [line.productId, line]));
  const documents = await documentsIn(cluster, client.appKey, service);
  const missing = [...wanted.keys()].filter((productId) => !documents.has(productId));
  const others = [...documents].filter(([productId, { name, imageUrl }]) => {
    const line = wanted.get(productId);
    return line?.name !== name || line.imageUrl !== imageUrl;
  });
  return [...missing, ...others.map(([productId]) => productId)];
}

async function timesOf(client: Client, service: string): Promise<{ startTime: number; finishTime: number }[]> {
  const { envelope } = await client.call({
    path: `/services/${service}/indexes?start=0&limit=100&order=requestedTime:asc`,
  });
  return envelope.data.items;
}

/** Parts of jobs that a replica began. */
async function chunksOf(indexer: Cluster['indexers'][number]): Promise<number> {
  const samples = await indexer.metric('openfashion_index_chunk_wait_seconds_count');
  return samples.reduce((sum, { value }) => sum + value, 0);
}

const describe = ({ status, addedCount, updatedCount, failedCount }: JobDetail): string =>
  `${status}, ${addedCount} added, ${updatedCount} updated, ${failedCount} failed`;
