import { createInbox, type Msg, type NatsConnection, nanos, type Subscription } from '@nats-io/transport-node';
import { type Milliseconds, Unavailable } from '@openfashion/contract';
import type { Connection } from './connection.js';
import { isDelivery } from './message.js';

/** A pull ends by itself after this long at most, so that one whose server has gone is soon made again. */
const longestPull: Milliseconds = 10_000;

/** Statuses of a pull that ends in the ordinary way: no messages, time over. */
const nothingThere: ReadonlySet<number> = new Set([404, 408]);

const text = (value: string) => new TextEncoder().encode(value);

/**
 * Asks for one message when one can be handled, never for more (field notes: what is fetched ahead starves other
 * processes). A message that comes for a pull nobody waits for any more is given back at once.
 */
export class Lane {
  readonly #connection: Connection;
  readonly #nats: NatsConnection;
  readonly #subject: string;
  readonly #inbox = createInbox();
  readonly #subscription: Subscription;
  readonly #pull: Milliseconds;
  readonly #ackWait: Milliseconds;
  #take: ((message: Msg | undefined) => void) | undefined;
  #refuse: ((reason: Unavailable) => void) | undefined;

  /** @param subject where to ask @param ackWait how long the server waits for a message to be settled */
  constructor(connection: Connection, subject: string, ackWait: Milliseconds) {
    this.#connection = connection;
    this.#nats = connection.nats;
    this.#subject = subject;
    this.#ackWait = ackWait;
    this.#pull = Math.min(longestPull, ackWait / 2);
    this.#subscription = this.#nats.subscribe(this.#inbox, { callback: (_error, message) => this.#receive(message) });
  }

  /**
   * The next message; undefined when none came in time, the signal was aborted, or the connection changed.
   * @throws Unavailable when the server cannot give any now: its consumer has gone, moves, or has too many pulls
   */
  async next(signal: AbortSignal): Promise<Msg | undefined> {
    const asked = performance.now();
    const message = await new Promise<Msg | undefined>((resolve, reject) => {
      const tidy = () => {
        clearTimeout(timer);
        stopListening();
        signal.removeEventListener('abort', stop);
        this.#take = undefined;
        this.#refuse = undefined;
      };
      const take = (taken: Msg | undefined) => {
        tidy();
        resolve(taken);
      };
      const stop = () => take(undefined);
      const timer = setTimeout(stop, this.#pull + 1_000);
      const stopListening = this.#connection.onChange(stop);
      signal.addEventListener('abort', stop);
      this.#take = take;
      this.#refuse = (reason) => {
        tidy();
        reject(reason);
      };
      const request = { batch: 1, expires: nanos(this.#pull) };
      this.#nats.publish(this.#subject, text(JSON.stringify(request)), { reply: this.#inbox });
    });
    // A process that stood still may find a message that was handed to another one long ago.
    return performance.now() - asked < this.#ackWait ? message : undefined;
  }

  /** Ask for nothing more. The server hears of it before it can send another message to this lane. */
  async close(): Promise<void> {
    if (!this.#nats.isClosed()) await this.#subscription.drain().catch(() => {});
  }

  #receive(message: Msg): void {
    if (isDelivery(message)) {
      if (this.#take) this.#take(message);
      else message.respond(text('-NAK'));
      return;
    }
    const { code = 0, description } = message.headers ?? {};
    if (nothingThere.has(code)) this.#take?.(undefined);
    else this.#refuse?.(new Unavailable(`no message can be had: ${description || code}`));
  }
}
