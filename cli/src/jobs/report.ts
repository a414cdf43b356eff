import type { JobDetail, JobStatus } from '@openfashion/contract';
import { colours, print, printTable } from '../output/print.js';
import { count, printable, time } from '../output/text.js';

/** What became of a job: its counts, every line that failed and why, and every product that had no room. */
export function report(job: JobDetail): void {
  const colour = colours(process.stdout);
  const paints: Partial<Record<JobStatus, (text: string) => string>> = {
    finished: colour.green,
    failed: colour.red,
    canceled: colour.yellow,
  };
  const paint = paints[job.status] ?? colour.cyan;
  print(`Job ${printable(job.id)} ${paint(job.status)}: ${printable(job.filename)}, ${count(job.totalCount)} lines`);
  print(`requested ${time(job.requestedTime)}, started ${time(job.startTime)}, ended ${time(job.finishTime)}`);
  printTable(
    ['added', 'updated', 'deleted', 'failed', 'exceeded'],
    [[job.addedCount, job.updatedCount, job.deletedCount, job.failedCount, job.exceededCount]],
  );
  reportFailures(job);
  if (job.exceededProductIds.length > 0) {
    print('\nNo room for these products: the service is full');
    for (const productId of job.exceededProductIds) print(`  ${printable(productId)}`);
  }
}

function reportFailures({ failedCount, failures, failedProductIds }: JobDetail): void {
  if (failedCount === 0) return;
  print('\nFailed lines');
  if (failures === undefined) {
    // Another server of the API, which knows no reasons.
    for (const productId of failedProductIds) print(`  ${printable(productId)}`);
    return;
  }
  printTable(
    ['line', 'productId', 'reason'],
    failures.map(({ line, productId, reason }) => [line, productId ?? '-', reason]),
  );
  const untold = failedCount - failures.length;
  if (untold > 0) print(`and ${count(untold)} more`);
}
