import { basename } from 'node:path';
import { picturesDirectory } from '@openfashion/samples';
import { createClient } from '../../harness/client.js';
import { pictures } from '../../harness/picture-forms.js';
import { startPictureSite } from '../../harness/picture-site.js';
import { seededRandom } from '../../harness/random.js';
import { prepareFolder, service, startServer } from './folder.js';
import { Jobs } from './jobs.js';
import { type Leftovers, lookInto, unexplained } from './leftovers.js';
import { linksOf } from './links.js';
import { underLoad } from './load.js';
import { type KindName, kindNames } from './requests.js';
import { Shoppers } from './shoppers.js';
import { handlesAtRest } from './watch.js';

export interface SoakOptions {
  readonly seed: number;
  /** Of the load at {@link share} of capacity. */
  readonly milliseconds: number;
  /** Requests a second, where they are not {@link underLoad}'s share of the capacity that is measured first. */
  readonly perSecond?: number;
  /** Of the measurement of capacity. */
  readonly capacityMilliseconds: number;
  /** Products that are searched, and products that jobs add, update and delete. */
  readonly products: number;
  readonly pool: number;
  /** Lines of one job. */
  readonly lines: { readonly min: number; readonly max: number };
  /** Between two weighings, and between two rows of the table. */
  readonly every: { readonly sample: number; readonly row: number };
  readonly print: (line: string) => void;
}

export interface SoakResult {
  readonly perSecond: { readonly capacity: number; readonly load: number };
  readonly answers: number;
  /** Kinds of requests that were answered. */
  readonly kinds: ReadonlySet<KindName>;
  /** Answers, jobs and log lines that must not be. */
  readonly wrong: readonly string[];
  readonly jobs: number;
  /** Open handles of the idle server, before and after. */
  readonly handles: { readonly before: number; readonly after: number };
  /** Median resident bytes of the half minute after the first minute, and of the last; NaN in a run of under two minutes. */
  readonly resident: { readonly first: number; readonly last: number };
  /** What is in the data folder beyond what was there before and what the jobs explain. */
  readonly unexplained: Leftovers;
  readonly exit: number | string | null;
}

/** A shop's day in a short time: a mix of requests, a job always running, and a server that is weighed all the while. */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const { seed, print } = options;
  await using site = await startPictureSite(picturesDirectory);
  await using folder = await prepareFolder(site.url, options.products, options.pool);
  const before = await lookInto(folder.directory);
  await using server = startServer(folder.directory);
  const client = createClient(await server.baseUrl(), folder.keys);
  const random = seededRandom(seed);
  const addresses = pictures.map((file) => `${site.url}/${basename(file)}`);
  const missing = `${site.url}/missing.jpg`;
  const jobs = new Jobs(client, { service, pictures: addresses, missing, ...options }, seededRandom(seed + 1));
  const known = {
    service,
    productIds: folder.productIds,
    pictures: addresses,
    links: await linksOf(client, service, addresses.slice(0, 20)),
    indexIds: jobs.ids,
    missing,
  };

  const first = await callEachOnce(new Shoppers(client, known, random), jobs);
  const handles = { before: await handlesAtRest(server, 5_000), after: Number.NaN };

  const load = await underLoad({ client, known, random, jobs, server, directory: folder.directory }, options);
  handles.after = await handlesAtRest(server, 15_000, handles.before);
  const exit = await server.stop();
  const after = await lookInto(folder.directory);
  for (const name of Object.keys(after).filter((one) => one.startsWith('bytes of '))) {
    const [was, is] = [before[name] ?? 0, after[name] ?? 0];
    print(`${name}: ${was} before, ${is} after, ${((is - was) / jobs.left.jobs).toFixed(0)} a job`);
  }
  return {
    ...load,
    kinds: new Set(first.times.map(({ kind }) => kind)),
    wrong: [...first.wrong, ...load.wrong, ...jobs.wrong, ...server.errors.map((line) => `log: ${line}`)],
    jobs: jobs.left.jobs,
    handles,
    unexplained: unexplained(before, after, jobs.left),
    exit,
  };
}

/** So that everything was opened before what is open is counted. */
async function callEachOnce(shoppers: Shoppers, jobs: Jobs): Promise<Pick<Shoppers, 'times' | 'wrong'>> {
  await using first = shoppers;
  await jobs.send();
  for (const kind of kindNames) await first.call(kind);
  await jobs.run(AbortSignal.abort());
  return first;
}
