import type { Milliseconds } from '@openfashion/contract';

const first = 50;
const longest = 1_000;

/**
 * How long to rest before a call is tried again: twice as long each time, and never the same for two callers, so that those
 * who were refused together do not come back together.
 * @param failures how many tries have failed, from 1 on
 * @param random a fraction of [0, 1)
 */
export function retryPause(failures: number, random: number): Milliseconds {
  return Math.min(first * 2 ** (failures - 1), longest) * (0.5 + random);
}
