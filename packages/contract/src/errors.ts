import type { ResultName } from './result-codes.js';
import type { Milliseconds } from './units.js';

/** Thrown where the contract's answer is known: becomes that row of the result table (rule 1.5). */
export class ContractError extends Error {
  override readonly name = 'ContractError';

  /**
   * @param result row of the result table
   * @param detail what was wrong, in words, naming the field (`limit: must be 1 to 200`); shown to the caller
   */
  constructor(
    readonly result: ResultName,
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`${result}: ${detail}`, options);
  }
}

/** Base of the few failures that a port may throw; the gateway answers each as -50000 (rule 1.7). */
export abstract class PortFailure extends Error {
  /** Whether the same call can succeed later; the answer then carries `Retry-After`. */
  abstract readonly retryable: boolean;
  /** How long to wait before that, where it is known. */
  readonly retryAfter: Milliseconds | undefined;

  constructor(message: string, { retryAfter, ...options }: PortFailureOptions = {}) {
    super(message, options);
    this.retryAfter = retryAfter;
  }
}

export interface PortFailureOptions extends ErrorOptions {
  readonly retryAfter?: Milliseconds;
}

/** A store or model service cannot be reached, or stopped while it worked. */
export class Unavailable extends PortFailure {
  override readonly name = 'Unavailable';
  readonly retryable = true;
}

/** A conditional write met another state than the one it named. */
export class Conflict extends PortFailure {
  override readonly name = 'Conflict';
  readonly retryable = false;
}

/** A bounded queue is full. */
export class Overloaded extends PortFailure {
  override readonly name = 'Overloaded';
  readonly retryable = true;
}

/** The call's own deadline passed before it was served. */
export class DeadlineExceeded extends PortFailure {
  override readonly name = 'DeadlineExceeded';
  readonly retryable = true;
}
