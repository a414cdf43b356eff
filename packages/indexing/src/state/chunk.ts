import { z } from 'zod';

/** Lines `from` up to, but not including, `to` of a job's file; the first line is 0. */
export interface ChunkLines {
  readonly from: number;
  readonly to: number;
}

export const chunkCount = ({ lines, chunkLines }: { readonly lines: number; readonly chunkLines: number }): number =>
  Math.ceil(lines / chunkLines);

export function linesOfChunk(job: { readonly lines: number; readonly chunkLines: number }, chunk: number): ChunkLines {
  const from = chunk * job.chunkLines;
  return { from, to: Math.min(from + job.chunkLines, job.lines) };
}

/** More than a file has lines: jobs and lines count in one number. */
const seqsPerJob = 16_384;

/** Place of a line's write among all of its service (design: seq). The first line is 0. */
export const seqOf = (job: number, line: number): number => job * seqsPerJob + line;

/** A chunk as the queue carries it. */
export const chunkTask = z.object({
  appKey: z.string(),
  service: z.string(),
  job: z.int().min(1),
  chunk: z.int().min(0),
  /** Wall clock in milliseconds, for a metric alone. */
  queued: z.number(),
});
export type ChunkTask = z.infer<typeof chunkTask>;
