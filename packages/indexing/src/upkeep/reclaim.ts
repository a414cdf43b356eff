import type { OwnedService } from '@openfashion/tenancy';
import type { Context } from '../context.js';
import { listJobs } from '../state/find-jobs.js';
import { isWaiting } from '../state/job-record.js';
import { deleteJob } from './tidy-service.js';

/**
 * Delete what is stored for a deleted service (rule 4.2), once nobody coordinates it. Resolves also where that has to
 * wait; what a crash leaves is done by the next call.
 */
export async function reclaim(context: Context, { appKey, service }: OwnedService): Promise<void> {
  const { stores, catalog, tenancy, coordinators, observer } = context;
  const lease = await coordinators.acquire(service.id);
  if (lease === undefined) return;
  try {
    await catalog.drop(service.id);
    for (const job of await listJobs(stores, service.id)) {
      lease.check();
      await deleteJob(stores, job);
      await tenancy.clearCancel(service.id, job.record.id);
      if (isWaiting(job.record)) observer.job?.('deleted');
    }
    await stores.cursors.delete(service.id);
    await stores.announcements.delete(service.id);
    await stores.slots.delete(service.id);
    await tenancy.forgetDeleted(appKey, service.id);
  } finally {
    await lease.release();
  }
}
