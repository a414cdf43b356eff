import type { JobOrder, JobSummary, ListIndexesRequest } from '@openfashion/contract';
import type { Service } from '@openfashion/tenancy';
import { listJobs } from '../state/find-jobs.js';
import type { Stores } from '../state/stores.js';
import { summarise } from './summary.js';

/** One page of a service's jobs, and how many match in all (rule 8.10). */
export async function listSummaries(
  stores: Stores,
  service: Service,
  { start, limit, order, statuses }: ListIndexesRequest,
): Promise<{ readonly total: number; readonly items: JobSummary[] }> {
  const jobs = await listJobs(stores, service.id);
  const matching = jobs.filter(({ record }) => statuses === undefined || statuses.includes(record.status));
  const summaries = sortSummaries(
    matching.map(({ record }) => summarise(record, service.name)),
    order,
  );
  return { total: matching.length, items: summaries.slice(start, start + limit) };
}

/**
 * Sort jobs given in order of acknowledgement, which breaks ties the same way round; jobs without the time come last
 * whichever the direction (rule 8.10).
 */
export function sortSummaries(summaries: readonly JobSummary[], { field, direction }: JobOrder): JobSummary[] {
  const inDirection = direction === 'asc' ? [...summaries] : summaries.toReversed();
  const sign = direction === 'asc' ? 1 : -1;
  return inDirection.sort((a, b) => {
    const [left, right] = [a[field], b[field]];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right);
  });
}
