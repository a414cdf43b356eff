import { performance } from 'node:perf_hooks';
import { Cluster } from '../harness/cluster.js';
import { median, percentile } from '../harness/figures.js';
import { type Finding, finding } from '../harness/finding.js';
import type { Options } from '../harness/scenarios.js';

/** Within which nineteen of twenty pages are answered, in milliseconds. */
const patience = 100;

/** Pages of a service's list of index jobs, when it has as many as it keeps (rule 8.10). */
export async function listing({ short, print }: Options): Promise<Finding[]> {
  const count = short ? 1_000 : 10_000;
  await using cluster = await Cluster.open();
  const client = await cluster.newClient();
  await client.createService('shop');
  const lines = [{ productId: 'p', status: 'disable' }];
  await client.index('shop', lines);
  await copyJob(cluster, count);

  const timed = async (query: string) => {
    const start = performance.now();
    const { envelope, text } = await client.call({ path: `/services/shop/indexes?${query}` });
    const took = performance.now() - start;
    if (envelope.data?.total !== count) throw new Error(`${query} was answered ${text.slice(0, 500)}`);
    return took;
  };
  // One that was never asked has to fetch the records first.
  await cluster.gateways[0]?.stop();
  await cluster.startGateway(0).baseUrl();
  const first = await timed('start=0&limit=100');
  const pages = Array.from({ length: 200 }, (_, at) => {
    const order = at % 2 ? 'asc' : 'desc';
    return `start=${(at * 97) % 900}&limit=100&order=requestedTime:${order}&statuses=finished`;
  });
  const took: number[] = [];
  for (const page of pages) took.push(await timed(page));
  const indexId = await client.send('shop', lines);
  const after = await client.call({ path: '/services/shop/indexes?start=0&limit=1' });
  const p95 = percentile(took, 0.95);
  const figures = `pages of ${count} index records: median ${median(took).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms; the first of a process ${first.toFixed(0)} ms`;
  print(figures);
  return [
    finding(short || p95 <= patience, figures),
    finding(after.envelope.data.items[0].id === indexId, 'a job that was just accepted is in the list'),
  ];
}

/** Write the record of the one job that there is again and again, as that of other jobs. */
async function copyJob(cluster: Cluster, count: number): Promise<void> {
  const { backplane, close } = await cluster.openStores();
  const jobs = backplane.keyValue('index-jobs');
  const [job] = await jobs.list('');
  if (job === undefined) throw new Error('there is no job');
  const record = JSON.parse(new TextDecoder().decode(job.value));
  const [service = '', number = ''] = job.key.split('/');
  const write = (at: number) => {
    const own = { ...record, id: record.id.slice(0, -12) + at.toString(16).padStart(12, '0') };
    const key = `${service}/${String(at).padStart(number.length, '0')}`;
    return jobs.create(key, new TextEncoder().encode(JSON.stringify(own)));
  };
  for (let from = 2; from <= count; from += 100) {
    await Promise.all(Array.from({ length: Math.min(100, count - from + 1) }, (_, at) => write(from + at)));
  }
  await close();
}
