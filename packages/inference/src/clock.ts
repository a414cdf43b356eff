import type { Milliseconds } from '@openfashion/contract';

/** What tells the time and wakes up: the machine's, or one that a simulation moves on by itself (test/scaling). */
export interface Clock {
  /** As `performance.now()`: never goes back. */
  now(): Milliseconds;
  /** Do something after so long. @returns to be called when it shall not happen any more */
  after(delay: Milliseconds, work: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(delay, work) {
    const timer = setTimeout(work, delay);
    return () => clearTimeout(timer);
  },
};

/** @throws the signal's reason */
export async function pause(clock: Clock, delay: Milliseconds, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const leave = () => {
      wake();
      reject(signal.reason);
    };
    const wake = clock.after(delay, () => {
      signal.removeEventListener('abort', leave);
      resolve();
    });
    signal.addEventListener('abort', leave, { once: true });
  });
}
