import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { readMetric } from '../harness/exposition.js';

/** Percentile 99 of how late event loops ran, in milliseconds, by who they belong to; `idle` of a process with nothing to do. */
export type LoopDelays<Name extends string> = Readonly<Record<Name | 'idle', number>>;

/** How late event loops run while something is done, beside that of an idle Node process on the same machine. */
export class LoopDelayMeter<Name extends string> implements Disposable {
  readonly #idle: ChildProcess = fork(fileURLToPath(new URL('./idle.mjs', import.meta.url)), { execArgv: [] });
  readonly #urls: Readonly<Record<Name, string>>;

  /** @param urls where operators ask the processes */
  constructor(urls: Readonly<Record<Name, string>>) {
    this.#urls = urls;
  }

  async during(work: () => Promise<unknown>): Promise<LoopDelays<Name>> {
    // Reading begins anew.
    await this.#read();
    await work();
    return this.#read();
  }

  async #read(): Promise<LoopDelays<Name>> {
    const idle = once(this.#idle, 'message');
    this.#idle.send('read');
    const urls: [string, string][] = Object.entries(this.#urls);
    const own = urls.map(async ([name, url]) => {
      const [lag] = await readMetric(url, 'nodejs_eventloop_lag_p99_seconds');
      return [name, (lag?.value ?? Number.NaN) * 1000] as const;
    });
    const [[other], ...rest] = await Promise.all([idle, ...own]);
    return Object.fromEntries([['idle', Number(other)], ...rest]) as LoopDelays<Name>;
  }

  [Symbol.dispose](): void {
    this.#idle.disconnect();
  }
}
