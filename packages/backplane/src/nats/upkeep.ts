import type { Milliseconds } from '@openfashion/contract';
import type { NatsOptions } from './options.js';

/** What needs to be swept now and then; any process may do it, several at once do no harm. */
export interface Swept {
  sweep(): Promise<void>;
}

const hour: Milliseconds = 3_600_000;

/** Sweeps about every hour what was opened. A sweep that fails is made up for by the next. */
export class Upkeep {
  readonly #observe: NonNullable<NatsOptions['observe']>;
  readonly #swept = new Set<Swept>();
  #timer: NodeJS.Timeout | undefined;

  constructor(observe: NonNullable<NatsOptions['observe']>) {
    this.#observe = observe;
    this.#plan();
  }

  add<Opened extends Swept>(opened: Opened): Opened {
    this.#swept.add(opened);
    return opened;
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #plan(): void {
    // Processes that were started together should not sweep together.
    this.#timer = setTimeout(() => void this.#sweep(), hour * (0.5 + Math.random())).unref();
  }

  async #sweep(): Promise<void> {
    const failed = (cause: unknown) =>
      this.#observe({ kind: 'warning', message: 'what is over could not be deleted; tried again in an hour', cause });
    for (const opened of this.#swept) await opened.sweep().catch(failed);
    this.#plan();
  }
}
