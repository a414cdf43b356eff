import { setTimeout as pause } from 'node:timers/promises';

/** Ask again and again until it is so, where nothing tells of it. @throws Error when it is not within a minute */
export async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const start = performance.now();
  while (!(await holds())) {
    if (performance.now() - start > 60_000) throw new Error(`not within a minute: ${what}`);
    await pause(50);
  }
}
