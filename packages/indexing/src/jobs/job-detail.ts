import { ContractError, type JobDetail, limits, Unavailable } from '@openfashion/contract';
import type { Service } from '@openfashion/tenancy';
import { jobOfIndexId } from '../accept/index-id.js';
import { findJob } from '../state/find-jobs.js';
import type { Job } from '../state/job-record.js';
import { chunkKey } from '../state/keys.js';
import { decodeReport, type Report } from '../state/report.js';
import type { Stores } from '../state/stores.js';
import { summarise } from './summary.js';

/** Reports read at once. */
const concurrency = 32;

/**
 * A job with its id lists, joined from the reports of its chunks (rule 8.11).
 * @throws ContractError NotFoundIndexId
 */
export async function describeJob(
  stores: Stores,
  service: Service,
  indexId: string,
  { failures }: { readonly failures: boolean },
): Promise<JobDetail> {
  const number = jobOfIndexId(indexId);
  const job = number === undefined ? undefined : await findJob(stores, service.id, number);
  if (job === undefined || job.record.id !== indexId) {
    throw new ContractError('NotFoundIndexId', 'indexId: the service has no index job of this id');
  }
  const reports = await readReports(stores, job);
  const joined = (outcome: Exclude<keyof Report, 'failures'>) => reports.flatMap((report) => report[outcome]);
  return {
    ...summarise(job.record, service.name),
    addedProductIds: joined('added'),
    failedProductIds: joined('failed'),
    exceededProductIds: joined('exceeded'),
    deletedProductIds: joined('deleted'),
    updatedProductIds: joined('updated'),
    ...(failures && {
      failures: reports.flatMap((report) => report.failures).slice(0, limits.indexing.failures),
    }),
  };
}

/** The reports that the job's counts speak of, no more: lists and counts belong together. */
async function readReports(stores: Stores, { service, number, record }: Job): Promise<Report[]> {
  const reports: Report[] = [];
  for (let from = 0; from < record.accounted; from += concurrency) {
    const chunks = Array.from({ length: Math.min(concurrency, record.accounted - from) }, (_, index) => from + index);
    const found = await Promise.all(chunks.map((chunk) => readReport(stores, chunkKey(service, number, chunk))));
    reports.push(...found);
  }
  return reports;
}

async function readReport({ reports }: Stores, name: string): Promise<Report> {
  const data = await reports.get(name);
  if (data === undefined) throw new Unavailable(`the report ${name} is gone`);
  return decodeReport(data);
}
