/**
 * Values pushed by one side and iterated by another, until the signal is aborted. What the iterating side has not
 * taken yet is kept: watchers are few and changes small.
 */
export class Feed<Value> implements AsyncIterable<Value> {
  readonly #signal: AbortSignal;
  #values: Value[] = [];
  #wake: () => void = () => {};

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  push(value: Value): void {
    this.#values.push(value);
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Value> {
    const aborted = () => this.#wake();
    this.#signal.addEventListener('abort', aborted);
    try {
      while (!this.#signal.aborted) {
        const values = this.#values;
        this.#values = [];
        for (const value of values) {
          if (this.#signal.aborted) return;
          yield value;
        }
        if (this.#values.length > 0 || this.#signal.aborted) continue;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      this.#signal.removeEventListener('abort', aborted);
    }
  }
}
