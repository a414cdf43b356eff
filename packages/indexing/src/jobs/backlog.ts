import type { UnixSeconds } from '@openfashion/contract';
import { waitingJobs } from '../state/find-jobs.js';
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

export async function readBacklog(stores: Stores): Promise<Backlog> {
  const announced = await stores.announcements.list('');
  const waiting = (await Promise.all(announced.map(({ key }) => waitingJobs(stores, key)))).flat();
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
