import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openWorld, type World } from './world.js';

const child = fileURLToPath(new URL('./crashing-process.ts', import.meta.url));

/** When a process kills itself: around which of its writes. */
export interface Death {
  readonly killAt: number;
  readonly moment: (typeof moments)[number];
}

const moments = ['before', 'during', 'after'] as const;
/** @param which 0 to 2 */
export const momentOf = (which: number): Death['moment'] => moments[which] ?? 'before';

/** Work on what is in a folder in a process of its own; resolves to its exit code, or to the signal that ended it. */
export async function work(directory: string, death?: Death, settings: object = {}): Promise<unknown> {
  const { killAt, moment } = death ?? { killAt: 0, moment: 'before' };
  const args = ['--conditions=source', '--import', 'tsx', child, directory, String(killAt), moment];
  const running = spawn(process.execPath, [...args, JSON.stringify(settings)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code, signal] = await once(running, 'exit');
  return signal ?? code;
}

/** Open what a folder holds for a moment. */
export async function inWorld<Result>(directory: string, ask: (world: World) => Promise<Result>): Promise<Result> {
  const world = await openWorld(directory);
  try {
    return await ask(world);
  } finally {
    await world.close();
  }
}
