import { createRequire } from 'node:module';
import { Conflict, Unavailable } from '@openfashion/contract';
import { Piscina } from 'piscina';
import type { Operation, Outcome, Snapshot, Task } from './operations.js';

interface Waiting {
  readonly operation: Operation;
  resolve(number: number): void;
  reject(reason: unknown): void;
}

/**
 * Makes operations durable. While one transaction is being written the next gathers: many writers share one fsync.
 * Operations take effect in the order in which they were given.
 */
export class Committer {
  readonly #pool: Piscina<Task, Snapshot | Outcome[]>;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #closed = false;

  constructor(file: string) {
    this.#pool = new Piscina({
      filename: createRequire(import.meta.url).resolve('@openfashion/backplane/embedded/writer'),
      workerData: file,
      minThreads: 1,
      maxThreads: 1,
      idleTimeout: Number.POSITIVE_INFINITY,
      // Flags of the process, such as a test runner's, are not the thread's.
      execArgv: [],
    });
    // Whoever asked is told by the rejection of the task.
    this.#pool.on('error', () => {});
  }

  async load(): Promise<Snapshot> {
    return (await this.#pool.run({ kind: 'load' })) as Snapshot;
  }

  /**
   * Resolves to the revision or sequence that the operation made, once it is on disk.
   * @throws Conflict when its condition did not hold, Unavailable when it could not be written
   */
  commit(operation: Operation): Promise<number> {
    if (this.#closed) return Promise.reject(new Unavailable('the backplane is closed'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ operation, resolve, reject });
      this.#writing ??= this.#writeAll().finally(() => {
        this.#writing = undefined;
      });
    });
  }

  async #writeAll(): Promise<void> {
    // Operations of one turn of the event loop belong to one transaction.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        const operations = batch.map(({ operation }) => operation);
        const outcomes = (await this.#pool.run({ kind: 'commit', operations })) as Outcome[];
        for (const [index, { resolve, reject }] of batch.entries()) {
          const outcome = outcomes[index];
          if (outcome === undefined) reject(new Unavailable('the writer lost an operation'));
          else if ('conflict' in outcome) reject(new Conflict(outcome.conflict));
          else resolve(outcome.number);
        }
      } catch (cause) {
        for (const { reject } of batch) reject(new Unavailable('the backplane could not write', { cause }));
      }
    }
  }

  /** Rejects when the writer does not answer. */
  async ping(): Promise<void> {
    if (this.#closed) throw new Unavailable('the backplane is closed');
    await this.#pool.run({ kind: 'commit', operations: [] });
  }

  /** Resolves when everything given was written and the file is closed. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing;
    await this.#pool.close();
  }
}
