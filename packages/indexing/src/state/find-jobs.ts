import type { Stored } from '@openfashion/backplane';
import { isWaiting, type Job, type JobRecord } from './job-record.js';
import { jobKey, jobsKey, parseKey } from './keys.js';
import type { Stores } from './stores.js';

/** Jobs of a service, or of all, in order of acknowledgement within a service. */
export async function listJobs(stores: Stores, service?: string): Promise<Job[]> {
  const stored = await stores.jobs.list(service === undefined ? '' : jobsKey(service));
  return stored.map(asJob);
}

export async function jobsByService(stores: Stores): Promise<ReadonlyMap<string, readonly Job[]>> {
  const services = new Map<string, Job[]>();
  for (const job of await listJobs(stores)) {
    const jobs = services.get(job.service);
    if (jobs) jobs.push(job);
    else services.set(job.service, [job]);
  }
  return services;
}

export async function waitingJobs(stores: Stores, service: string): Promise<Job[]> {
  const jobs = await listJobs(stores, service);
  return jobs.filter(({ record }) => isWaiting(record));
}

export async function findJob(stores: Stores, service: string, number: number): Promise<Job | undefined> {
  const stored = await stores.jobs.get(jobKey(service, number));
  return stored && asJob(stored);
}

function asJob({ key, value, revision }: Stored<JobRecord>): Job {
  const { service, job } = parseKey(key);
  return { service, number: job, record: value, revision };
}
