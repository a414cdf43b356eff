import { readFileSync } from 'node:fs';
import { cpuSeconds } from '../../harness/proc.js';

/** Milliseconds of processor time that this process and the others have used so far, all threads. */
export async function processorTime(pids: readonly number[]): Promise<number> {
  const seconds = await Promise.all(pids.map(cpuSeconds));
  const { user, system } = process.cpuUsage();
  return seconds.reduce((sum, each) => sum + each * 1000, (user + system) / 1000);
}

/** MB of memory that are the processes' own. */
export const ownMemory = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => {
    const [, kilobytes = '0'] =
      /^Private_Dirty:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
    return sum + Number(kilobytes) / 1024;
  }, 0);
