import type { Milliseconds } from '@openfashion/contract';

/** Wakes one waiting loop; being woken while nobody waits counts for the next wait. */
export class Pulse {
  #rung = false;
  #ring: () => void = () => {};

  wake(): void {
    this.#rung = true;
    this.#ring();
  }

  /** Resolves when woken, when the time is over or when the signal is aborted. */
  async wait(time: Milliseconds, signal: AbortSignal): Promise<void> {
    if (!this.#rung && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, time);
        this.#ring = () => {
          clearTimeout(timer);
          resolve();
        };
        signal.addEventListener('abort', this.#ring, { once: true });
      });
      signal.removeEventListener('abort', this.#ring);
      this.#ring = () => {};
    }
    this.#rung = false;
  }
}

/** Resolves after the time, or at once when the signal is aborted. */
export const pause = (time: Milliseconds, signal: AbortSignal): Promise<void> => new Pulse().wait(time, signal);
