import { ServerInterceptingCall, type ServerInterceptor, status } from '@grpc/grpc-js';
import type { Milliseconds } from '@openfashion/contract';
import type { Call } from '../../port.js';
import type { Urgency } from '../../tasks/model-runner.js';
import { urgencyOf } from './call.js';
import type { Refusal } from './statuses.js';

export interface AdmissionOptions {
  /** Path of the method that it guards; the others are let through. */
  readonly path: string;
  /** How a call with so many inputs would be refused at this moment, if it would. */
  refusal(urgency: Urgency, inputs: number): Refusal | undefined;
  /** What a caller may take to send its message, whatever its deadline. */
  readonly patience: Milliseconds;
}

/**
 * Refuses calls by their headers when the model is not running, or its queue is full or could not come to them in time, so
 * that an overloaded service spends nothing on their pictures. A call whose message is still being read counts as one
 * waiting input, for how many it has is not known yet: so no more messages are read at the same time than inputs may wait.
 */
export class Admission {
  readonly interceptor: ServerInterceptor;
  readonly #options: AdmissionOptions;
  readonly #reading: Record<Call['lane'], number> = { interactive: 0, indexing: 0 };
  #inHand = 0;
  #idle: (() => void) | undefined;

  constructor(options: AdmissionOptions) {
    this.#options = options;
    this.interceptor = (method, call) =>
      method.path === options.path ? this.#admit(call) : new ServerInterceptingCall(call);
  }

  /** Resolves when no call that was let in is in hand. */
  idle(): Promise<void> {
    if (this.#inHand === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#idle = resolve;
    });
  }

  #admit(call: ConstructorParameters<typeof ServerInterceptingCall>[0]): ServerInterceptingCall {
    let read = () => {};
    let over = () => {};
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, pass) => {
            const urgency = urgencyOf(metadata, call.getDeadline());
            const refused = urgency && this.#options.refusal(urgency, this.#reading[urgency.lane] + 1);
            if (refused) return call.sendStatus(refused);
            over = this.#enter();
            if (urgency) read = this.#read(urgency.lane, () => call.sendStatus(slow));
            pass(metadata);
          },
          onReceiveHalfClose: (pass) => {
            read();
            pass();
          },
          onCancel: () => {
            read();
            over();
          },
        }),
      sendStatus: (ended, pass) => {
        over();
        pass(ended);
      },
    });
  }

  /** @returns to be called when the call is over, once or more often */
  #enter(): () => void {
    this.#inHand += 1;
    return once(() => {
      this.#inHand -= 1;
      if (this.#inHand === 0) this.#idle?.();
    });
  }

  /** @returns to be called when the message is there or will not come, once or more often */
  #read(lane: Call['lane'], late: () => void): () => void {
    this.#reading[lane] += 1;
    const timer = setTimeout(late, this.#options.patience);
    return once(() => {
      clearTimeout(timer);
      this.#reading[lane] -= 1;
    });
  }
}

const slow: Refusal = { code: status.DEADLINE_EXCEEDED, details: 'the message did not come in time' };

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
}
