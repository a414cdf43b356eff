import { z } from 'zod';
import { outcomes } from '../coordinate/outcomes.js';
import { countsSchema, noCounts } from './job-record.js';

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
      /** Embedding ids of the collections that are written, that in force when it was decided first. */
      embeddings: z.array(z.string()),
      /** Of each line, in file order. */
      outcomes: z.array(z.enum(outcomes)),
    })
    .optional(),
});
export type Cursor = z.infer<typeof cursorRecord>;

/** Of a service that no job was ever applied to. */
export const cursorStart: Cursor = { job: 0, chunk: 0, counts: noCounts };
