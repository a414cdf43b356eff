import { z } from 'zod';
import { outcomes } from '../coordinate/outcomes.js';
import { countsSchema } from './job-record.js';

/**
 * How far a service's applying has come: one record per service, changed by compare-and-set only. Outcomes stand
 * here before the first write of their chunk, and whoever finds them carries them out as they are.
 */
export const cursorRecord = z.object({
  job: z.int().min(0),
  /** The chunk that is next. */
  chunk: z.int().min(0),
  /** Of this job's chunks before `chunk`. */
  counts: countsSchema,
  pending: z
    .object({
      /** Name of the chunk's result. */
      result: z.string(),
      embedding: z.string(),
      /** Of each line, in file order. */
      outcomes: z.array(z.enum(outcomes)),
    })
    .optional(),
});
export type Cursor = z.infer<typeof cursorRecord>;
