import { performance } from 'node:perf_hooks';
import type { Milliseconds } from '@openfashion/contract';
import type { Context } from '../context.js';
import { listJobs } from '../state/find-jobs.js';
import { jobKey, parseKey } from '../state/keys.js';

interface Orphan {
  readonly id: string;
  remove(): Promise<void>;
}

/**
 * Deletes what a crash, or a worker that was asleep, left behind and nothing leads to any more. What something will
 * lead to in a moment looks the same, so an orphan must be seen for a while, on this process's own clock.
 */
export class OrphanSweep {
  readonly #context: Context;
  /** When each was first seen. */
  #seen = new Map<string, Milliseconds>();

  constructor(context: Context) {
    this.#context = context;
  }

  async run(): Promise<void> {
    const orphans = await findOrphans(this.#context);
    const now = performance.now();
    this.#seen = new Map(orphans.map(({ id }) => [id, this.#seen.get(id) ?? now]));
    for (const { id, remove } of orphans) {
      if (now - (this.#seen.get(id) ?? now) >= this.#context.settings.orphanAge) await remove();
    }
  }
}

/** Things first, then the jobs and services that they belong to: an owner is there before what it owns. */
async function findOrphans({ stores, changeStores, tenancy }: Context): Promise<Orphan[]> {
  const keysOf = async (bucket: { list(prefix: string): Promise<readonly { readonly key: string }[]> }) =>
    (await bucket.list('')).map(({ key }) => key);
  const [files, results, reports, claims, attempts, cursors, announcements, failures] = await Promise.all([
    stores.files.list(''),
    stores.results.list(''),
    stores.reports.list(''),
    keysOf(stores.claims),
    keysOf(stores.attempts),
    keysOf(stores.cursors),
    keysOf(stores.announcements),
    changeStores.failures.list(''),
  ]);
  const jobs = await listJobs(stores);
  const reembedded = new Set(await keysOf(changeStores.reembeddings));
  const owners = [...(await tenancy.allServices()), ...(await tenancy.deletedServices())];

  const services = new Set(owners.map(({ service }) => service.id));
  const owned = jobs.filter(({ service }) => services.has(service));
  const records = new Map(owned.map(({ service, number, record }) => [jobKey(service, number), record]));
  const named = new Set(owned.map(({ record }) => record.file));
  const recordOf = (name: string) => {
    const { service, job } = parseKey(name);
    return records.get(jobKey(service, job));
  };
  const orphans = (
    kind: string,
    names: readonly string[],
    isOwned: (name: string) => boolean,
    store: { delete(name: string): Promise<void> },
  ): Orphan[] =>
    names.filter((name) => !isOwned(name)).map((name) => ({ id: `${kind}:${name}`, remove: () => store.delete(name) }));

  const isAtWork = (name: string) => recordOf(name)?.tidied === false;
  const isReported = (name: string) => {
    const record = recordOf(name);
    return record !== undefined && (!record.tidied || name.endsWith('/whole'));
  };
  const jobKeys = jobs.map(({ service, number }) => jobKey(service, number));
  return [
    ...orphans('file', files, (name) => named.has(name), stores.files),
    ...orphans('result', results, isAtWork, stores.results),
    ...orphans('claim', claims, isAtWork, stores.claims),
    ...orphans('attempts', attempts, isAtWork, stores.attempts),
    ...orphans('report', reports, isReported, stores.reports),
    ...orphans('job', jobKeys, (key) => records.has(key), stores.jobs),
    ...orphans('cursor', cursors, (key) => services.has(key), stores.cursors),
    ...orphans('failures', failures, (name) => reembedded.has(parseKey(name).service), changeStores.failures),
    ...orphans('announcement', announcements, (key) => services.has(key), stores.announcements),
  ];
}
