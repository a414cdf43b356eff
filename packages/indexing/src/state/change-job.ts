import { Conflict } from '@openfashion/contract';
import { findJob } from './find-jobs.js';
import type { Job, JobRecord } from './job-record.js';
import { jobKey } from './keys.js';
import type { Stores } from './stores.js';

/**
 * Change a job's record by compare-and-set.
 * @param change gives the new record, or undefined to leave it as it is
 * @returns the job as it is now and whether this call changed it; undefined if there is no such job
 */
export async function changeJob(
  stores: Stores,
  { service, number }: Pick<Job, 'service' | 'number'>,
  change: (record: JobRecord) => JobRecord | undefined,
): Promise<{ readonly job: Job; readonly changed: boolean } | undefined> {
  for (;;) {
    const job = await findJob(stores, service, number);
    if (job === undefined) return undefined;
    const record = change(job.record);
    if (record === undefined) return { job, changed: false };
    try {
      const revision = await stores.jobs.update(jobKey(service, number), record, job.revision);
      return { job: { service, number, record, revision }, changed: true };
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }
}
