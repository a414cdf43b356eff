import type { Milliseconds } from '@openfashion/contract';

/** Share of the newest batch in the average: about the last five count. */
const newest = 0.2;

/** How fast a model works, by its last batches; nothing is expected to take time before one has ended. */
export class Pace {
  #perInput: Milliseconds = 0;
  #batch: { readonly size: number; readonly start: Milliseconds } | undefined;

  started(size: number, now: Milliseconds): void {
    this.#batch = { size, start: now };
  }

  ended(took: Milliseconds): void {
    const perInput = took / (this.#batch?.size ?? 1);
    this.#perInput = this.#perInput === 0 ? perInput : this.#perInput + newest * (perInput - this.#perInput);
    this.#batch = undefined;
  }

  /** Says nothing about how long a run takes. */
  failed(): void {
    this.#batch = undefined;
  }

  /** When a batch could start that comes after so many inputs and after the one that runs. */
  expected(ahead: number, now: Milliseconds = performance.now()): Milliseconds {
    const running = this.#batch === undefined ? 0 : this.#batch.size * this.#perInput - (now - this.#batch.start);
    return Math.max(0, running) + ahead * this.#perInput;
  }
}
