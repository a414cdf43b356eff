import { setTimeout as delay } from 'node:timers/promises';
import { type Msg, nanos } from '@nats-io/transport-node';
import type { Milliseconds } from '@openfashion/contract';
import type { Calls } from './calls.js';

const text = (value: string) => new TextEncoder().encode(value);

/** A message in hand: until it is settled or given back, or its time is over and it is somebody else's. */
export class Hold {
  readonly #message: Msg;
  readonly #calls: Calls;
  readonly #ackWait: Milliseconds;
  readonly #serverWait: Milliseconds;
  #timer: NodeJS.Timeout | undefined;
  #holds = true;

  /**
   * @param ackWait how long it is held without a sign of life
   * @param serverWait after how long the server hands it out again by itself: not less
   */
  constructor(message: Msg, calls: Calls, ackWait: Milliseconds, serverWait: Milliseconds) {
    this.#message = message;
    this.#calls = calls;
    this.#ackWait = ackWait;
    this.#serverWait = serverWait;
    this.#start();
  }

  get holds(): boolean {
    return this.#holds;
  }

  /** Its time starts again, here and on the server. */
  renew(): void {
    if (!this.#holds) return;
    this.#message.respond(text('+WPI'));
    this.#start();
  }

  /** Let it be handed out again, not before a pause. Does nothing when it is not held any more. */
  giveBack(after: Milliseconds): void {
    if (!this.#holds) return;
    this.#end();
    this.#message.respond(text(after > 0 ? `-NAK ${JSON.stringify({ delay: nanos(after) })}` : '-NAK'));
  }

  /** Resolves to whether the server took note that it is done with, while it was held. */
  async settle(): Promise<boolean> {
    const { nats } = this.#calls.connection;
    const options = { timeout: this.#calls.timeoutOfOne };
    while (this.#holds) {
      try {
        await this.#calls.run('could not settle a message', () =>
          nats.request(this.#message.reply ?? '', '+ACK', options),
        );
        this.#end();
        return true;
      } catch {
        // It stays in the queue then, and is handed out again when its time is over.
        if (nats.isClosed()) this.#end();
        else await delay(100);
      }
    }
    return false;
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#timeIsOver(), this.#ackWait);
  }

  #timeIsOver(): void {
    if (this.#ackWait < this.#serverWait) this.giveBack(0);
    else this.#end();
  }

  #end(): void {
    this.#holds = false;
    clearTimeout(this.#timer);
  }
}
