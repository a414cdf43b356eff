import { setTimeout as pause } from 'node:timers/promises';
import { DeadlineExceeded, type Milliseconds, Unavailable } from '@openfashion/contract';

export interface CircuitBreakerOptions {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** Rejects while the service does not serve. */
  readonly probe: () => Promise<void>;
  /** Pause before each probe. */
  readonly every: Milliseconds;
  /** Told when it opens and when it closes. */
  readonly onChange?: (open: boolean) => void;
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

  constructor(options: CircuitBreakerOptions) {
    this.#options = options;
  }

  /** @throws Unavailable at once while it is open, or what `work` throws */
  async call<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#open) throw new Unavailable('it did not answer before', { retryAfter: 2 * this.#options.every });
    try {
      const result = await work();
      this.#failures = 0;
      return result;
    } catch (error) {
      if (!(error instanceof Unavailable || error instanceof DeadlineExceeded)) this.#failures = 0;
      else if (++this.#failures >= this.#options.failures) this.#openUp();
      throw error;
    }
  }

  close(): void {
    this.#closing.abort();
  }

  #openUp(): void {
    if (this.#open || this.#closing.signal.aborted) return;
    this.#open = true;
    this.#options.onChange?.(true);
    // Ends with this breaker, which is no failure.
    this.#untilItServes().catch(() => {});
  }

  async #untilItServes(): Promise<void> {
    for (let serves = false; !serves; ) {
      await pause(this.#options.every, undefined, { signal: this.#closing.signal });
      serves = await this.#options.probe().then(
        () => true,
        () => false,
      );
    }
    this.#failures = 0;
    this.#open = false;
    this.#options.onChange?.(false);
  }
}
