import { Unavailable } from '@openfashion/contract';
import type { Job } from '../state/job-record.js';
import { chunkKey, wholeReportKey } from '../state/keys.js';
import { decodeReport, joinReports, type Report } from '../state/report.js';
import type { Stores } from '../state/stores.js';

/** Reports read at once. */
const concurrency = 32;

/** What the job's counts speak of, no more: lists and counts belong together. @throws Unavailable if a part is gone */
export async function readReport(stores: Stores, { service, number, record }: Job): Promise<Report> {
  if (record.tidied) return read(stores, wholeReportKey(service, number));
  const reports: Report[] = [];
  for (let from = 0; from < record.accounted; from += concurrency) {
    const chunks = Array.from({ length: Math.min(concurrency, record.accounted - from) }, (_, index) => from + index);
    reports.push(...(await Promise.all(chunks.map((chunk) => read(stores, chunkKey(service, number, chunk))))));
  }
  return joinReports(reports);
}

async function read({ reports }: Stores, name: string): Promise<Report> {
  const data = await reports.get(name);
  if (data === undefined) throw new Unavailable(`the report ${name} is gone`);
  return decodeReport(data);
}
