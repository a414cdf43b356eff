import { setTimeout as pause } from 'node:timers/promises';
import type { JobSummary, Milliseconds } from '@openfashion/contract';
import { Refusal, Unreachable } from '../failures.js';
import type { Rest } from '../rest.js';
import { ended, findJob } from './job.js';

export interface FollowOptions {
  /** Aborted: stop following; the job goes on. */
  readonly signal: AbortSignal;
  readonly onProgress: (job: JobSummary) => void;
  /** The server could not be asked; it is asked again. */
  readonly onTrouble: (error: Error) => void;
  /** For how long in a row the server may be out of reach: restarts are none of the job's business. */
  readonly patience?: Milliseconds;
}

const firstPause = 250;
const longestPause = 2_000;

/**
 * Ask about a job until it ended or the signal was aborted.
 * @returns whether it ended
 * @throws Refusal, Unreachable
 */
export async function followJob(rest: Rest, service: string, id: string, options: FollowOptions): Promise<boolean> {
  const { signal, onProgress, onTrouble, patience = 60_000 } = options;
  let wait = firstPause;
  let answered = performance.now();
  while (!signal.aborted) {
    try {
      const job = await findJob(rest, service, id);
      answered = performance.now();
      onProgress(job);
      if (ended(job)) return true;
    } catch (error) {
      if (!passing(error) || performance.now() - answered > patience) throw error;
      onTrouble(error);
    }
    await pause(wait, undefined, { signal }).catch(() => undefined);
    wait = Math.min(wait * 1.5, longestPause);
  }
  return false;
}

/** A server that is restarting, or whose stores are. */
function passing(error: unknown): error is Error {
  return error instanceof Unreachable || (error instanceof Refusal && error.resultCode === -50000);
}
