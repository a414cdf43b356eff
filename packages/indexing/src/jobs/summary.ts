import type { JobSummary } from '@openfashion/contract';
import type { JobRecord } from '../state/job-record.js';

/** A job as list and detail show it (rules 8.6, 8.8, 8.9). */
export function summarise(record: JobRecord, serviceName: string): JobSummary {
  const { id, filename, status, requestedTime, startTime, finishTime, counts } = record;
  return {
    id,
    serviceName,
    filename,
    status,
    requestedTime,
    startTime,
    finishTime,
    addedCount: counts.added,
    failedCount: counts.failed,
    exceededCount: counts.exceeded,
    deletedCount: counts.deleted,
    updatedCount: counts.updated,
    totalCount: record.lines,
  };
}
