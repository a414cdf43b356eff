import { setTimeout as pause } from 'node:timers/promises';
import type { Milliseconds } from '@openfashion/contract';

/** Ask again and again until it is so, where nothing tells of it. @throws Error when it is not in time */
export async function eventually(
  what: string,
  holds: () => Promise<boolean>,
  patience: Milliseconds = 60_000,
): Promise<void> {
  const start = performance.now();
  while (!(await holds())) {
    if (performance.now() - start > patience) throw new Error(`not within ${patience / 1000} s: ${what}`);
    await pause(50);
  }
}
