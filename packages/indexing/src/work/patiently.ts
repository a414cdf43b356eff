import { performance } from 'node:perf_hooks';
import { type Milliseconds, PortFailure } from '@openfashion/contract';
import { pause } from '../pulse.js';

const firstPause = 50;
const longestPause = 2_000;

/**
 * Call something of ours that may be down or busy for a while, again and again with growing pauses.
 * @returns what the first success does
 * @throws the last failure when `patience` is over or when trying again cannot help, the signal's reason when aborted
 */
export async function patiently<Result>(
  call: () => Promise<Result>,
  patience: Milliseconds,
  signal: AbortSignal,
): Promise<Result> {
  const start = performance.now();
  for (let rest = firstPause; ; rest = Math.min(2 * rest, longestPause)) {
    try {
      return await call();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof PortFailure && error.retryable)) throw error;
      const wait = Math.min(Math.max(rest, error.retryAfter ?? 0), longestPause);
      if (performance.now() - start + wait > patience) throw error;
      // Those that were refused together do not come back together.
      await pause(wait * (0.5 + Math.random()), signal);
      signal.throwIfAborted();
    }
  }
}
