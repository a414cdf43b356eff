import { DeadlineExceeded, type Milliseconds, PortFailure, Unavailable } from '@openfashion/contract';
import { type Clock, pause } from '../../clock.js';

export interface CircuitBreakerOptions {
  /** Of the service, for people. */
  readonly name: string;
  /** Failures in a row that open it. */
  readonly failures: number;
  /** A call that waited so long while the service answered nobody has failed when its deadline passes. */
  readonly silence: Milliseconds;
  /** Rejects while the service does not serve. */
  readonly probe: () => Promise<void>;
  /** Pause before each probe. */
  readonly every: Milliseconds;
  /** Told when it opens and when it closes. */
  readonly onChange?: (open: boolean) => void;
  readonly clock: Clock;
}

/**
 * Keeps calls from waiting for a service that does not answer. After so many failures in a row they fail at once, until a
 * probe succeeds: no caller's own request is what finds out.
 */
export class CircuitBreaker {
  readonly #options: CircuitBreakerOptions;
  readonly #closing = new AbortController();
  #failures = 0;
  #open = false;
  /** When the service last answered anybody, a refusal included. */
  #heard = 0;

  constructor(options: CircuitBreakerOptions) {
    this.#options = options;
  }

  /** What a call would fail with at once. */
  get refusal(): Unavailable | undefined {
    const { name, every } = this.#options;
    if (this.#closing.signal.aborted) return new Unavailable(`the client of the ${name} was closed`);
    return this.#open ? new Unavailable(`the ${name} does not answer`, { retryAfter: 2 * every }) : undefined;
  }

  /** @throws Unavailable at once while it is open or closed for good, or what `work` throws */
  async call<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.refusal) throw this.refusal;
    const start = this.#options.clock.now();
    try {
      const result = await work();
      this.#answered();
      return result;
    } catch (error) {
      if (error instanceof Unavailable || this.#isSilence(error, start)) this.#failed();
      else if (error instanceof PortFailure && !(error instanceof DeadlineExceeded)) this.#answered();
      throw error;
    }
  }

  close(): void {
    this.#closing.abort();
  }

  #isSilence(error: unknown, start: Milliseconds): boolean {
    const waited = this.#options.clock.now() - start;
    return error instanceof DeadlineExceeded && waited >= this.#options.silence && this.#heard < start;
  }

  #answered(): void {
    this.#heard = this.#options.clock.now();
    this.#failures = 0;
  }

  #failed(): void {
    this.#failures += 1;
    if (this.#failures < this.#options.failures || this.#open || this.#closing.signal.aborted) return;
    this.#open = true;
    this.#options.onChange?.(true);
    // Ends with this breaker, which is no failure.
    this.#untilItServes().catch(() => {});
  }

  async #untilItServes(): Promise<void> {
    for (let serves = false; !serves; ) {
      await pause(this.#options.clock, this.#options.every, this.#closing.signal);
      serves = await this.#options.probe().then(
        () => true,
        () => false,
      );
    }
    this.#answered();
    this.#open = false;
    this.#options.onChange?.(false);
  }
}
