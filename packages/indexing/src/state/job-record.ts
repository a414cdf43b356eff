import { dataFormats, jobStatuses } from '@openfashion/contract';
import { z } from 'zod';

const count = z.int().min(0);

/** How many lines ended in each outcome (rule 8.6). */
export const countsSchema = z.object({
  added: count,
  updated: count,
  deleted: count,
  failed: count,
  exceeded: count,
});
export type Counts = z.infer<typeof countsSchema>;
export const noCounts: Counts = { added: 0, updated: 0, deleted: 0, failed: 0, exceeded: 0 };

/** One job, at `<service>/<number>`. Its id lists are in the reports of its chunks. */
export const jobRecord = z.object({
  id: z.string(),
  appKey: z.string(),
  filename: z.string(),
  format: z.enum(dataFormats),
  /** Name of its data file. */
  file: z.string(),
  lines: count,
  chunkLines: z.int().min(1),
  status: z.enum(jobStatuses),
  requestedTime: z.int(),
  startTime: z.int().nullable(),
  finishTime: z.int().nullable(),
  /** Chunks that `counts` and the reports hold. */
  accounted: count,
  counts: countsSchema,
  /** Its data file and chunk results are deleted. */
  tidied: z.boolean(),
  /** W3C `traceparent` of the request that made it, where that was traced. */
  trace: z.string().optional(),
});
export type JobRecord = z.infer<typeof jobRecord>;

/** A job with the place that it has among its service's: the order of acknowledgement (rule 8.4). */
export interface Job {
  readonly service: string;
  readonly number: number;
  readonly record: JobRecord;
  readonly revision: number;
}

export const isWaiting = ({ status }: JobRecord): boolean => status === 'reserved' || status === 'running';
