import type { Milliseconds } from '@openfashion/contract';

// https://keda.sh/docs/latest/reference/scaledobject-spec/: from none to the first replica KEDA decides itself, every
// `pollingInterval`; back to none when nothing was to do for `cooldownPeriod`. Between one and many an HPA decides.

export interface ActivationOptions {
  readonly pollingInterval: Milliseconds;
  readonly cooldownPeriod: Milliseconds;
}

/** Whether a deployment that may have no replicas has any. */
export class Activation {
  readonly #options: ActivationOptions;
  #lastActive = Number.NEGATIVE_INFINITY;

  constructor(options: ActivationOptions) {
    this.#options = options;
  }

  /** @returns replicas that shall be there: `current`, or the first, or none */
  poll(now: Milliseconds, current: number, toDo: number): number {
    if (toDo > 0) this.#lastActive = now;
    if (current === 0) return toDo > 0 ? 1 : 0;
    return now - this.#lastActive >= this.#options.cooldownPeriod ? 0 : current;
  }
}
