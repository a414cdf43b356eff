import type { UnixSeconds } from '@openfashion/contract';
import { listJobs, waitingJobs } from '../state/find-jobs.js';
import { isWaiting, type Job } from '../state/job-record.js';
import type { Stores } from '../state/stores.js';

/** What is still to be done, over all services: what an operator watches and an autoscaler follows. */
export interface Backlog {
  readonly jobs: number;
  /** Lines of those jobs that are not accounted for. */
  readonly lines: number;
  /** When the oldest of them was requested. */
  readonly oldest?: UnixSeconds;
  /** Parts of jobs that are queued or in hand. */
  readonly chunks: number;
  /** Parts that were handed out too often; none is expected ever. */
  readonly deadLetters: number;
}

/** Of more services than so many, one list of all jobs is less than a list of each. */
const mostLists = 16;

export async function readBacklog(stores: Stores): Promise<Backlog> {
  const announced = await stores.announcements.list('');
  const waiting = await waitingOf(
    stores,
    announced.map(({ key }) => key),
  );
  const left = waiting.map(({ record }) => Math.max(0, record.lines - record.accounted * record.chunkLines));
  const [chunks, deadLetters] = await Promise.all([stores.chunks.size(), stores.chunks.deadLetters()]);
  const times = waiting.map(({ record }) => record.requestedTime);
  return {
    jobs: waiting.length,
    lines: left.reduce((sum, lines) => sum + lines, 0),
    chunks,
    deadLetters: deadLetters.length,
    ...(times.length > 0 && { oldest: times.reduce((a, b) => Math.min(a, b)) }),
  };
}

async function waitingOf(stores: Stores, services: readonly string[]): Promise<Job[]> {
  if (services.length > mostLists) return (await listJobs(stores)).filter(({ record }) => isWaiting(record));
  return (await Promise.all(services.map((service) => waitingJobs(stores, service)))).flat();
}
