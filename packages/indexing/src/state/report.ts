import { z } from 'zod';
import { failureReasons } from './chunk-result.js';

const ids = z.array(z.string());

/** What the detail answer says about the lines of one chunk, in line order. */
const report = z.object({
  added: ids,
  updated: ids,
  deleted: ids,
  /** A failed line without a readable id is counted, not listed (rule 8.11). */
  failed: ids,
  exceeded: ids,
  failures: z.array(
    z.object({
      /** The first line of the file is 1. */
      line: z.int().min(1),
      productId: z.string().exactOptional(),
      reason: z.enum(failureReasons),
    }),
  ),
});
export type Report = z.infer<typeof report>;

export const encodeReport = (value: Report): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
export const decodeReport = (data: Uint8Array): Report => report.parse(JSON.parse(new TextDecoder().decode(data)));

/** The reports of a job's chunks, in order, as one. */
export function joinReports(reports: readonly Report[]): Report {
  return {
    added: reports.flatMap(({ added }) => added),
    updated: reports.flatMap(({ updated }) => updated),
    deleted: reports.flatMap(({ deleted }) => deleted),
    failed: reports.flatMap(({ failed }) => failed),
    exceeded: reports.flatMap(({ exceeded }) => exceeded),
    failures: reports.flatMap(({ failures }) => failures),
  };
}
