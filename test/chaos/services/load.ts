import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Task } from '@openfashion/inference';

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
  readonly #child: ChildProcess = fork(fileURLToPath(new URL('load-main.ts', import.meta.url)), [], {
    execArgv: ['--conditions=source', '--import', 'tsx'],
  });

  /** One order at a time. */
  async run(order: LoadOrder): Promise<LoadResult> {
    const ended = once(this.#child, 'exit').then(([code]) => {
      throw new Error(`the process that makes calls ended with ${code}`);
    });
    this.#child.send(order);
    const [result] = await Promise.race([once(this.#child, 'message'), ended]);
    return result;
  }

  /** End the order in hand. */
  stop(): void {
    this.#child.send('stop');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }
}
