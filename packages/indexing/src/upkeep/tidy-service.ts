import type { Service } from '@openfashion/tenancy';
import type { Context } from '../context.js';
import { readReport } from '../jobs/read-report.js';
import { announce } from '../state/announce.js';
import { changeJob } from '../state/change-job.js';
import { chunkCount, seqOf } from '../state/chunk.js';
import { isWaiting, type Job } from '../state/job-record.js';
import { chunkKey, chunksKey, jobKey, wholeReportKey } from '../state/keys.js';
import { encodeReport } from '../state/report.js';
import type { Stores } from '../state/stores.js';
import { isForgettable, isSettled } from './retention.js';

/**
 * Make up for an announcement that a crash kept from being made, and delete what the service's ended jobs need no
 * longer. Everything here can be repeated and done by several at once.
 * @param jobs the service's, in order
 */
export async function tidyService(
  context: Context,
  appKey: string,
  service: Service,
  jobs: readonly Job[],
): Promise<void> {
  const { stores, catalog, tenancy, now } = context;
  if (jobs.some(({ record }) => isWaiting(record)) && !(await stores.announcements.get(service.id))) {
    await announce(stores, appKey, service.id);
    return;
  }
  const untidy = jobs.filter(({ record }) => isSettled(record, now()) && !record.tidied);
  for (const job of untidy) {
    await deleteWork(stores, job);
    await stores.reports.put(wholeReportKey(job.service, job.number), encodeReport(await readReport(stores, job)));
    await changeJob(stores, job, (record) => ({ ...record, tidied: true }));
    await deleteChunkReports(stores, job);
  }
  const settled = settledBefore(jobs, now());
  // While a collection is being filled, a removal must keep what is about to be written out for as long as that takes.
  if (untidy.length > 0 && settled > 0 && service.also === undefined) {
    await catalog.forgetRemovals({ service: service.id, embedding: service.embedding }, seqOf(settled, 0));
  }
  for (const job of jobs) {
    if (!isForgettable(job.record, now())) continue;
    await deleteJob(stores, job);
    await tenancy.clearCancel(service.id, job.record.id);
  }
}

/** The number of the first job that is not settled: those before it write nothing more. */
function settledBefore(jobs: readonly Job[], now: number): number {
  const open = jobs.find(({ record }) => !isSettled(record, now));
  return open?.number ?? (jobs.at(-1)?.number ?? -1) + 1;
}

/**
 * Delete what computing and applying a job needed; its record and reports stay. Files first: a store that is full has no room to
 * note that a key is gone.
 */
async function deleteWork(stores: Stores, { service, number, record }: Job): Promise<void> {
  const prefix = chunksKey(service, number);
  await stores.files.delete(record.file);
  for (const name of await stores.results.list(prefix)) await stores.results.delete(name);
  for (const { key } of await stores.claims.list(prefix)) await stores.claims.delete(key);
  for (const { key } of await stores.attempts.list(prefix)) await stores.attempts.delete(key);
}

async function deleteChunkReports({ reports }: Stores, { service, number, record }: Job): Promise<void> {
  for (let chunk = 0; chunk < chunkCount(record); chunk++) await reports.delete(chunkKey(service, number, chunk));
}

/** Delete a job whole: the record last, so that a crash leaves what leads to the rest. */
export async function deleteJob(stores: Stores, job: Job): Promise<void> {
  const { service, number } = job;
  await deleteWork(stores, job);
  await deleteChunkReports(stores, job);
  await stores.reports.delete(wholeReportKey(service, number));
  await stores.jobs.delete(jobKey(service, number));
}
