import { ContractError, type JobDetail, limits, Unavailable } from '@openfashion/contract';
import type { Service } from '@openfashion/tenancy';
import { jobOfIndexId } from '../accept/index-id.js';
import { findJob } from '../state/find-jobs.js';
import type { Job } from '../state/job-record.js';
import type { Report } from '../state/report.js';
import type { Stores } from '../state/stores.js';
import { readReport } from './read-report.js';
import { summarise } from './summary.js';

/**
 * A job with its id lists (rule 8.11).
 * @throws ContractError NotFoundIndexId
 */
export async function describeJob(
  stores: Stores,
  service: Service,
  indexId: string,
  { failures }: { readonly failures: boolean },
): Promise<JobDetail> {
  const { job, report } = await findReported(stores, service, indexId);
  return {
    ...summarise(job.record, service.name),
    addedProductIds: report.added,
    failedProductIds: report.failed,
    exceededProductIds: report.exceeded,
    deletedProductIds: report.deleted,
    updatedProductIds: report.updated,
    ...(failures && { failures: report.failures.slice(0, limits.indexing.failures) }),
  };
}

async function findReported(stores: Stores, service: Service, indexId: string): Promise<{ job: Job; report: Report }> {
  const job = await find(stores, service, indexId);
  try {
    return { job, report: await readReport(stores, job) };
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    // It may have been tidied, or have gone, between the two reads.
    const again = await find(stores, service, indexId);
    if (again.revision === job.revision) throw error;
    return { job: again, report: await readReport(stores, again) };
  }
}

async function find(stores: Stores, service: Service, indexId: string): Promise<Job> {
  const number = jobOfIndexId(indexId);
  const job = number === undefined ? undefined : await findJob(stores, service.id, number);
  if (job?.record.id === indexId) return job;
  throw new ContractError('NotFoundIndexId', 'indexId: the service has no index job of this id');
}
