import { setTimeout as delay } from 'node:timers/promises';
import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { Milliseconds } from '@openfashion/contract';
import type { Connection } from './connection.js';
import { failureOf, isPassing } from './failures.js';

/** Requests to JetStream: each is tried until it is answered or its time is over. */
export class Calls {
  readonly connection: Connection;
  readonly jetstream: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly #timeout: Milliseconds;

  private constructor(connection: Connection, manager: JetStreamManager, timeout: Milliseconds) {
    this.connection = connection;
    this.manager = manager;
    this.jetstream = jetstream(connection.nats, { timeout: Calls.#timeoutOfOne(timeout) });
    this.#timeout = timeout;
  }

  static async over(connection: Connection, timeout: Milliseconds): Promise<Calls> {
    const options = { timeout: Calls.#timeoutOfOne(timeout), checkAPI: false };
    return new Calls(connection, await jetstreamManager(connection.nats, options), timeout);
  }

  /** A leader that died answers nothing: time is left to ask the next one. */
  static #timeoutOfOne(timeout: Milliseconds): Milliseconds {
    return timeout / 2;
  }

  /** How long one try of a request may take. */
  get timeoutOfOne(): Milliseconds {
    return Calls.#timeoutOfOne(this.#timeout);
  }

  /** When a call that begins now has to be over, on the clock of `performance.now()`. */
  deadline(): number {
    return performance.now() + this.#timeout;
  }

  /**
   * Carry out a request, again while its failure may pass: one that takes effect twice must not be given here.
   * @param what it is in words, for the error: `could not read things/a`
   * @throws Unavailable, Conflict, Overloaded
   */
  async run<T>(what: string, request: () => Promise<T>): Promise<T> {
    const deadline = this.deadline();
    for (let attempt = 0; ; attempt++) {
      try {
        await this.connection.whenUp(deadline);
        return await this.connection.whileUp(request());
      } catch (error) {
        const rest = restBefore(attempt);
        if (!isPassing(error) || performance.now() + rest > deadline) throw failureOf(what, error);
        await delay(rest);
      }
    }
  }
}

/** 25 to 50 ms, doubling to at most half a second. */
const restBefore = (attempt: number): Milliseconds => Math.min(500, 50 * 2 ** attempt) * (0.5 + Math.random() / 2);
