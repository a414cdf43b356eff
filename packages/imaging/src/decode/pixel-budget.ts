/** Pixels that may be held at once; more wait in the order in which they came. */
export class PixelBudget {
  readonly #max: number;
  #used = 0;
  readonly #waiting: { readonly pixels: number; readonly go: () => void }[] = [];

  constructor(max: number) {
    this.#max = max;
  }

  /** @throws the signal's reason when it is aborted while waiting */
  async run<T>(pixels: number, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    // A picture larger than the whole budget would wait for ever: it takes all of it.
    const share = Math.min(pixels, this.#max);
    await this.#take(share, signal);
    try {
      return await work();
    } finally {
      this.#used -= share;
      this.#admit();
    }
  }

  #take(pixels: number, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#waiting.length === 0 && this.#used + pixels <= this.#max) {
      this.#used += pixels;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const entry = {
        pixels,
        go: () => {
          signal?.removeEventListener('abort', giveUp);
          resolve();
        },
      };
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(signal?.reason);
        this.#admit();
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(entry);
    });
  }

  #admit(): void {
    for (;;) {
      const next = this.#waiting[0];
      if (next === undefined || this.#used + next.pixels > this.#max) return;
      this.#waiting.shift();
      this.#used += next.pixels;
      next.go();
    }
  }
}
