import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from './random.js';

/**
 * Calls that come when they come, whether or not those before were answered (a Poisson process): what a server feels
 * of people who do not know of one another. Resolves when the last was answered; a call must not reject. It lasts for so many
 * milliseconds, or until the signal is aborted.
 */
export async function openLoop(
  call: () => Promise<void>,
  {
    perSecond,
    milliseconds = Number.POSITIVE_INFINITY,
    random,
    signal,
  }: {
    readonly perSecond: number;
    readonly milliseconds?: number;
    readonly random: Random;
    readonly signal?: AbortSignal;
  },
): Promise<void> {
  const start = performance.now();
  const calls = new Set<Promise<void>>();
  for (let due = 0; due < milliseconds && !signal?.aborted; due += (-Math.log(1 - random()) / perSecond) * 1000) {
    const early = due - (performance.now() - start);
    if (early > 0) await pause(early);
    const one: Promise<void> = call().finally(() => calls.delete(one));
    calls.add(one);
  }
  await Promise.all(calls);
}
