import { readdir } from 'node:fs/promises';
import { setTimeout as pause, setInterval } from 'node:timers/promises';
import { median } from '../../harness/figures.js';
import type { Holdings } from '../../harness/process-under-test.js';
import type { ServerProcess } from '../../harness/server-process.js';

export interface Sample extends Holdings {
  /** Milliseconds since the watch began. */
  readonly at: number;
  /** Files of the data folder. */
  readonly files: number;
}

/** Weighs a server every so often while it works. */
export class Watch {
  readonly samples: Sample[] = [];
  readonly #start = performance.now();
  readonly #server: ServerProcess;
  readonly #directory: string;

  constructor(server: ServerProcess, directory: string) {
    this.#server = server;
    this.#directory = directory;
  }

  async run(every: number, signal: AbortSignal): Promise<void> {
    await this.look();
    try {
      for await (const _ of setInterval(every, undefined, { signal })) await this.look();
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async look(): Promise<Sample> {
    const entries = await readdir(this.#directory, { recursive: true, withFileTypes: true });
    const sample = {
      ...(await this.#server.holdings()),
      at: performance.now() - this.#start,
      files: entries.filter((entry) => entry.isFile()).length,
    };
    this.samples.push(sample);
    return sample;
  }

  /** Median bytes of resident memory of all processes between two times. */
  resident(from: number, to: number): number {
    return median(this.samples.filter(({ at }) => at >= from && at <= to).map(({ residentBytes }) => residentBytes));
  }
}

/**
 * Open files, sockets and pipes when nobody calls: the fewest within the patience, which must be longer than a connection
 * to a shop stays open unused (4 s). Returns sooner once there are no more than `enough`.
 */
export async function handlesAtRest(server: ServerProcess, patience: number, enough = 0): Promise<number> {
  let fewest = Number.POSITIVE_INFINITY;
  for (const end = performance.now() + patience; performance.now() < end && fewest > enough; await pause(250)) {
    fewest = Math.min(fewest, (await server.holdings()).handles);
  }
  return fewest;
}
