import { type Bytes, Overloaded } from '@openfashion/contract';

/** Memory that uploads may hold together, so that many at once cannot exhaust the process. */
export class UploadBudget {
  #held = 0;
  readonly #max: Bytes;

  constructor(max: Bytes) {
    this.#max = max;
  }

  /** A lease for one request. */
  open(): UploadLease {
    let own = 0;
    return {
      take: (bytes) => {
        if (this.#held + bytes > this.#max) throw new Overloaded('too many uploads at once');
        this.#held += bytes;
        own += bytes;
      },
      release: () => {
        this.#held -= own;
        own = 0;
      },
    };
  }
}

export interface UploadLease {
  /** @throws Overloaded when all uploads together would hold too much */
  take(bytes: Bytes): void;
  /** Give everything back; safe to call twice. */
  release(): void;
}
