import { type JobSummary, jobOrderFields } from '@openfashion/contract';
import { describe, expect, test } from 'vitest';
import { sortSummaries } from './list-jobs.js';

const job = (id: string, fields: Partial<JobSummary> = {}): JobSummary => ({
  id,
  serviceName: 's',
  filename: 'f',
  status: 'finished',
  requestedTime: 1,
  startTime: null,
  finishTime: null,
  addedCount: 0,
  failedCount: 0,
  exceededCount: 0,
  deletedCount: 0,
  updatedCount: 0,
  totalCount: 1,
  ...fields,
});
const ids = (jobs: readonly JobSummary[]) => jobs.map(({ id }) => id).join('');

describe('order of jobs (rule 8.10)', () => {
  test.each(jobOrderFields)('by %s, both ways', (field) => {
    const jobs = [job('a', { [field]: 2 }), job('b', { [field]: 1 }), job('c', { [field]: 3 })];
    expect(ids(sortSummaries(jobs, { field, direction: 'asc' }))).toBe('bac');
    expect(ids(sortSummaries(jobs, { field, direction: 'desc' }))).toBe('cab');
  });
  test('ties are broken by acknowledgement, the same way round', () => {
    const jobs = ['a', 'b', 'c'].map((id) => job(id));
    expect(ids(sortSummaries(jobs, { field: 'requestedTime', direction: 'asc' }))).toBe('abc');
    expect(ids(sortSummaries(jobs, { field: 'requestedTime', direction: 'desc' }))).toBe('cba');
  });
  test('jobs without the time come last both ways', () => {
    const jobs = [job('a'), job('b', { startTime: 5 }), job('c'), job('d', { startTime: 4 })];
    expect(ids(sortSummaries(jobs, { field: 'startTime', direction: 'asc' }))).toBe('dbac');
    expect(ids(sortSummaries(jobs, { field: 'startTime', direction: 'desc' }))).toBe('bdca');
  });
});
