import { checkKey, checkValue } from '../bounds.js';
import { type ConsumeOptions, type Delivery, RetryLater, type WorkQueue } from '../port.js';
import type { Committer } from './committer.js';
import type { StoredMessage } from './operations.js';

interface Message {
  readonly sequence: number;
  readonly id: string;
  readonly data: Uint8Array;
  /** Not stored: it helps to look at what goes on. */
  readonly trace?: string | undefined;
  deliveries: number;
}

/** How long a message whose handler failed rests before it is handed out again. */
const restAfterFailure = 1_000;

/** A queue whose messages are also in memory; their order is that of publishing, a returned one goes to the end. */
export class EmbeddedWorkQueue implements WorkQueue {
  readonly #name: string;
  readonly #committer: Committer;
  /** Ids that are waiting, in hand, resting or on their way into the database. */
  readonly #ids = new Set<string>();
  readonly #dead = new Map<string, Message>();
  #ready: Message[] = [];
  #wakes = new Set<() => void>();

  constructor(name: string, committer: Committer, messages: readonly StoredMessage[]) {
    this.#name = name;
    this.#committer = committer;
    for (const { sequence, id, data, deliveries, dead } of messages) {
      const message = { sequence, id, data, deliveries };
      if (dead) this.#dead.set(id, message);
      else {
        this.#ids.add(id);
        this.#ready.push(message);
      }
    }
  }

  async publish(id: string, data: Uint8Array, trace?: string): Promise<void> {
    checkKey(id);
    checkValue(data);
    if (this.#ids.has(id)) return;
    this.#ids.add(id);
    try {
      const own = Uint8Array.from(data);
      const sequence = await this.#committer.commit({ kind: 'publish', queue: this.#name, id, data: own });
      this.#offer({ sequence, id, data: own, trace, deliveries: 0 });
    } catch (error) {
      this.#ids.delete(id);
      throw error;
    }
  }

  async size(): Promise<number> {
    return this.#ids.size;
  }

  async deadLetters() {
    return [...this.#dead.values()].map(({ id, data, deliveries }) => ({ id, data, deliveries }));
  }

  async removeDeadLetter(id: string): Promise<void> {
    const message = this.#dead.get(id);
    if (message === undefined) return;
    await this.#committer.commit({ kind: 'remove', sequence: message.sequence });
    this.#dead.delete(id);
  }

  async consume(handler: (message: Delivery) => Promise<void>, options: ConsumeOptions): Promise<void> {
    const lanes = Array.from({ length: options.concurrency }, () => this.#lane(handler, options));
    await Promise.all(lanes);
  }

  async #lane(handler: (message: Delivery) => Promise<void>, options: ConsumeOptions): Promise<void> {
    while (!options.signal.aborted) {
      const message = this.#ready.shift();
      if (message === undefined) await this.#somethingReady(options.signal);
      else await this.#handle(message, handler, options);
    }
  }

  #somethingReady(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#wakes.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#wakes.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  #offer(message: Message): void {
    this.#ready.push(message);
    const [wake] = this.#wakes;
    wake?.();
  }

  /** Hand a message out once: settle it, or give it back when the handler failed or took too long. */
  async #handle(
    message: Message,
    handler: (message: Delivery) => Promise<void>,
    options: ConsumeOptions,
  ): Promise<void> {
    if (message.deliveries >= options.maxDeliver) return this.#bury(message);
    await this.#count(message, message.deliveries + 1);
    let holds = true;
    let timer: NodeJS.Timeout | undefined;
    const giveBack = (rest: number) => {
      if (!holds) return;
      holds = false;
      clearTimeout(timer);
      if (rest === 0) this.#offer(message);
      else setTimeout(() => this.#offer(message), rest).unref();
    };
    const renew = () => {
      clearTimeout(timer);
      timer = setTimeout(() => giveBack(0), options.ackWait);
    };
    renew();
    try {
      const { id, data, deliveries, trace } = message;
      const working = async () => void (holds && renew());
      await handler({ id, data, deliveries, working, ...(trace !== undefined && { trace }) });
      clearTimeout(timer);
      if (!holds) return;
      holds = false;
      await this.#committer.commit({ kind: 'remove', sequence: message.sequence });
      this.#ids.delete(message.id);
    } catch (error) {
      if (holds && error instanceof RetryLater) await this.#count(message, message.deliveries - 1);
      giveBack(error instanceof RetryLater ? error.after : restAfterFailure);
    }
  }

  async #count(message: Message, deliveries: number): Promise<void> {
    message.deliveries = deliveries;
    await this.#committer.commit({ kind: 'deliveries', sequence: message.sequence, deliveries });
  }

  async #bury(message: Message): Promise<void> {
    await this.#committer.commit({ kind: 'bury', sequence: message.sequence });
    this.#ids.delete(message.id);
    this.#dead.set(message.id, message);
  }
}
