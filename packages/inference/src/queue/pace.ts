import type { Milliseconds } from '@openfashion/contract';

/** Share of the newest batch in the average: about the last five count. */
const newest = 0.2;
/** One batch says at most that the model is twice as slow as thought: a machine that paused for once is no slow model. */
const surprise = 2;

/** How fast a model works: as the warm-up measured each batch size, times how much slower or faster the last batches were. */
export class Pace {
  readonly #times: readonly (readonly [size: number, time: Milliseconds])[];
  #drift = 1;
  #running: { readonly expected: Milliseconds; readonly start: Milliseconds } | undefined;

  /** @param times how long a batch of each size took */
  constructor(times: Readonly<Record<number, Milliseconds>>) {
    this.#times = Object.entries(times).map(([size, time]) => [Number(size), time]);
  }

  started(size: number, now: Milliseconds): void {
    this.#running = { expected: this.#timeOf(size), start: now };
  }

  ended(now: Milliseconds): void {
    if (this.#running === undefined) return;
    const { expected, start } = this.#running;
    const factor = Math.min(surprise, (now - start) / expected);
    this.#drift *= 1 + newest * (factor - 1);
    this.#running = undefined;
  }

  /** Says nothing about how long a run takes. */
  failed(): void {
    this.#running = undefined;
  }

  /**
   * How long it takes until so many inputs were run, in batches of at most `largest`, after the one that runs now.
   */
  expected(inputs: number, largest: number, now: Milliseconds): Milliseconds {
    const left = this.#running === undefined ? 0 : this.#running.expected - (now - this.#running.start);
    return Math.max(0, left) + Math.ceil(inputs / largest) * this.#timeOf(Math.min(inputs, largest));
  }

  #timeOf(size: number): Milliseconds {
    const [known, time] = this.#times.find(([at]) => at >= size) ?? this.#times.at(-1) ?? [1, 0];
    return this.#drift * time * Math.max(1, size / known);
  }
}
