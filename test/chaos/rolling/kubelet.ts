import { setTimeout as pause } from 'node:timers/promises';
import type { Milliseconds } from '@openfashion/contract';
import type { ProcessUnderTest } from '../../harness/process-under-test.js';

/** What a pod's specification says of its end. */
export interface Periods {
  /** How long its `preStop` hook sleeps: time for everyone to learn that it is to be sent nothing more. */
  readonly preStop: Milliseconds;
  /** `terminationGracePeriodSeconds`, of which the hook's time is a part. */
  readonly grace: Milliseconds;
}

/**
 * End a process as Kubernetes ends a pod: the hook, then SIGTERM, then SIGKILL once the grace period is over.
 * @param signal in place of SIGTERM, of a hook that sends one
 * @returns its exit code, or the signal that ended it
 */
export async function terminate(
  process: Pick<ProcessUnderTest, 'stop' | 'kill'>,
  { preStop, grace }: Periods,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<number | string | null> {
  await pause(preStop);
  const end = setTimeout(() => process.kill(), grace - preStop);
  try {
    return await process.stop(signal);
  } finally {
    clearTimeout(end);
  }
}
