import { answers, endpoints, type JobDetail, type JobSummary } from '@openfashion/contract';
import { Refusal } from '../failures.js';
import type { Parameter, Reply, Rest } from '../rest.js';

/** Lines whose outcome is known. */
export function handled(job: JobSummary): number {
  return job.addedCount + job.updatedCount + job.deletedCount + job.failedCount + job.exceededCount;
}

/** Whether the job will change no more (rule 8.8). */
export function ended({ status }: JobSummary): boolean {
  return status !== 'reserved' && status !== 'running';
}

/** A job with all its lines. @throws Refusal NotFoundIndexId */
export async function showJob(rest: Rest, service: string, id: string): Promise<Reply<JobDetail>> {
  const path = { serviceName: service, indexId: id };
  const query: Parameter[] = [['include', 'failures']];
  const { raw, data } = await rest.send({ endpoint: endpoints.getIndex, path, query }, answers.job);
  const [job] = data.items;
  if (job === undefined) throw new Refusal(-40090, 'NotFoundIndexId', `no job ${id}`);
  return { raw, data: job };
}

/**
 * How far a job is. Asked from the list, which carries counts alone: the detail of a large job names all its
 * products. A job that is not among the newest is asked for by its id.
 */
export async function findJob(rest: Rest, service: string, id: string): Promise<JobSummary> {
  const query: Parameter[] = [
    ['start', '0'],
    ['limit', '100'],
  ];
  const path = { serviceName: service };
  const { data } = await rest.send({ endpoint: endpoints.listIndexes, path, query }, answers.jobs);
  return data.items.find((job) => job.id === id) ?? (await showJob(rest, service, id)).data;
}
