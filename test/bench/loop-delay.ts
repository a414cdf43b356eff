import { AskedProcess } from '../harness/asked-process.js';
import { readMetric } from '../harness/exposition.js';

/** Percentile 99 of how late event loops ran, in milliseconds, by who they belong to; `idle` of a process with nothing to do. */
export type LoopDelays<Name extends string> = Readonly<Record<Name | 'idle', number>>;

/** How late event loops run while something is done, beside that of an idle Node process on the same machine. */
export class LoopDelayMeter<Name extends string> implements AsyncDisposable {
  readonly #idle = new AskedProcess<'read', number>(new URL('./idle.mjs', import.meta.url));
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
    const urls: [string, string][] = Object.entries(this.#urls);
    const own = urls.map(async ([name, url]) => {
      const [lag] = await readMetric(url, 'nodejs_eventloop_lag_p99_seconds');
      return [name, (lag?.value ?? Number.NaN) * 1000] as const;
    });
    const [idle, ...rest] = await Promise.all([this.#idle.ask('read'), ...own]);
    return Object.fromEntries([['idle', idle], ...rest]) as LoopDelays<Name>;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#idle[Symbol.asyncDispose]();
  }
}
