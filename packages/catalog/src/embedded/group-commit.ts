import { Overloaded } from '@openfashion/contract';
import type { Application } from './tasks.js';

/** Writes that are made durable together at most: what waits behind them waits no longer than they take. */
const maxGroup = 4_000;
/** Writes that may wait; more are refused at once. */
const maxWaiting = 200_000;

interface Waiting extends Application {
  resolve(): void;
  reject(error: unknown): void;
}

/** Gathers the applications that arrive while others are being made durable, so that they share one synchronisation of the disk. */
export class GroupCommit {
  readonly #commit: (group: readonly Application[]) => Promise<readonly (Error | undefined)[]>;
  readonly #waiting: Waiting[] = [];
  #writes = 0;
  #running = Promise.resolve();
  #isRunning = false;

  /** @param commit answers, for each application, why it was not done */
  constructor(commit: (group: readonly Application[]) => Promise<readonly (Error | undefined)[]>) {
    this.#commit = commit;
  }

  add(application: Application): Promise<void> {
    return new Promise((resolve, reject) => {
      const writes = application.batch.length;
      if (this.#writes + writes > maxWaiting) throw new Overloaded(`${this.#writes} writes wait for the catalogue`);
      this.#writes += writes;
      this.#waiting.push({ ...application, resolve, reject });
      if (!this.#isRunning) this.#running = this.#run();
    });
  }

  /** Resolves when nothing waits any more. */
  idle(): Promise<void> {
    return this.#running;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      const group = this.#next();
      try {
        const errors = await this.#commit(group.map(({ scope, batch }) => ({ scope, batch })));
        for (const [index, { resolve, reject }] of group.entries()) {
          const error = errors[index];
          if (error) reject(error);
          else resolve();
        }
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#isRunning = false;
  }

  #next(): Waiting[] {
    let end = 0;
    let writes = 0;
    do {
      writes += this.#waiting[end]?.batch.length ?? 0;
      end++;
    } while (end < this.#waiting.length && writes + (this.#waiting[end]?.batch.length ?? 0) <= maxGroup);
    this.#writes -= writes;
    return this.#waiting.splice(0, end);
  }
}
