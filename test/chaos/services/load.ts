import type { Task } from '@openfashion/inference';
import { AskedProcess, fromSources } from '../../harness/asked-process.js';

/** Calls of one ready picture each in the interactive lane, straight to a model service. */
export interface LoadOrder {
  readonly task: Task;
  /** `host:port`. */
  readonly address: string;
  /** Milliseconds that each call has. */
  readonly deadline: number;
  /** So many callers each of whom waits for its answer, or calls at random times. */
  readonly pace: { readonly concurrency: number } | { readonly perSecond: number; readonly seed: number };
  /** How long; absent: until {@link LoadProcess.stop}. */
  readonly milliseconds?: number;
}

export interface LoadResult {
  /** Of all calls that were made. */
  readonly calls: number;
  /** Answers a second, of those that came in time while calls were made. */
  readonly goodput: number;
  /** Milliseconds until calls were answered. */
  readonly answered: Times;
  /** RESOURCE_EXHAUSTED. */
  readonly refused: Times;
  /** Refusals that did not say when to come back. */
  readonly withoutHint: number;
  /** Calls that ended otherwise, by their status. */
  readonly others: Readonly<Record<string, number>>;
}

export interface Times {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
}

/** Makes calls in a process of its own, whose work is not that of what is measured. */
export class LoadProcess implements AsyncDisposable {
  readonly #process = new AskedProcess<LoadOrder | 'stop', LoadResult>(new URL('load-main.ts', import.meta.url), {
    execArgv: fromSources,
  });

  /** One order at a time. */
  run(order: LoadOrder): Promise<LoadResult> {
    return this.#process.ask(order);
  }

  /** End the order in hand. */
  stop(): void {
    this.#process.tell('stop');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#process[Symbol.asyncDispose]();
  }
}
