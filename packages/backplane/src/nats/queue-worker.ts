import { setTimeout as delay } from 'node:timers/promises';
import type { Msg } from '@nats-io/transport-node';
import { type Milliseconds, Unavailable } from '@openfashion/contract';
import { type ConsumeOptions, type Delivery, RetryLater } from '../port.js';
import type { DeadLetters } from './dead-letters.js';
import type { DeliveryCounts } from './delivery-counts.js';
import { Hold } from './hold.js';
import { Lane } from './lane.js';
import { deliveryInfo } from './message.js';
import type { Observe } from './options.js';
import type { QueueConsumer } from './queue-consumer.js';
import { traceOf } from './trace-headers.js';

/** How long a message whose handler failed rests before it is handed out again. */
const restAfterFailure: Milliseconds = 1_000;

export type Handler = (message: Delivery) => Promise<void>;

interface Parts {
  readonly consumer: QueueConsumer;
  readonly counts: DeliveryCounts;
  readonly dead: DeadLetters;
  readonly idOf: (subject: string) => string;
  readonly observe: Observe;
}

/** Takes messages of a queue and hands them to a handler, through outages of the servers too. */
export class QueueWorker {
  readonly #parts: Parts;
  /** An outage is told once, not by every lane again and again. */
  #isFailing = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @throws Unavailable when the backplane is closed before the signal is aborted */
  async consume(handler: Handler, options: ConsumeOptions): Promise<void> {
    await Promise.all(Array.from({ length: options.concurrency }, () => this.#run(handler, options)));
  }

  async #run(handler: Handler, options: ConsumeOptions): Promise<void> {
    const { consumer, observe } = this.#parts;
    const { connection } = consumer.stream.calls;
    while (!options.signal.aborted) {
      try {
        await this.#draw(handler, options);
      } catch (cause) {
        if (connection.nats.isClosed()) throw new Unavailable('the backplane is closed', { cause });
        const message = `${consumer.stream.name} cannot be consumed now; trying again`;
        if (!this.#isFailing) observe({ kind: 'warning', message, cause });
        this.#isFailing = true;
        await delay(250 + Math.random() * 250, undefined, { signal: options.signal }).catch(() => {});
      }
    }
  }

  /** One message after the other, until the signal is aborted or the connection changes. @throws Unavailable when none can be had */
  async #draw(handler: Handler, options: ConsumeOptions): Promise<void> {
    const { consumer } = this.#parts;
    const { calls } = consumer.stream;
    const serverWait = await consumer.ready(options.ackWait);
    this.#isFailing = false;
    await consumer.removeHandled();
    let isStale = false;
    const stopListening = calls.connection.onChange(() => {
      isStale = true;
    });
    const lane = new Lane(calls.connection, consumer.subject, serverWait);
    try {
      while (!options.signal.aborted && !isStale) {
        const message = await lane.next(options.signal);
        if (message === undefined) continue;
        const hold = new Hold(message, calls, options.ackWait, serverWait);
        if (options.signal.aborted) hold.giveBack(0);
        else await this.#handle(message, hold, handler, options);
      }
    } finally {
      stopListening();
      await lane.close();
    }
  }

  /** Hand a message out once: settle it, or give it back when the handler failed. */
  async #handle(message: Msg, hold: Hold, handler: Handler, { maxDeliver, signal }: ConsumeOptions): Promise<void> {
    const { counts, idOf } = this.#parts;
    const { sequence } = deliveryInfo(message);
    const { data } = message;
    const id = idOf(message.subject);
    try {
      const handedOut = await counts.get(sequence);
      if (handedOut >= maxDeliver) return await this.#bury({ id, data, deliveries: handedOut }, hold, sequence);
      const deliveries = await counts.add(sequence, 1);
      if (!hold.holds) return await this.#excuse(sequence, signal);
      hold.renew();
      const trace = traceOf(message);
      const working = async () => hold.renew();
      await handler({ id, data, deliveries, working, ...(trace !== undefined && { trace }) });
    } catch (error) {
      const isExcused = error instanceof RetryLater;
      if (isExcused) await this.#excuse(sequence, signal);
      return hold.giveBack(isExcused ? error.after : restAfterFailure);
    }
    if (await hold.settle()) await this.#forget(sequence);
  }

  async #bury(
    letter: { id: string; data: Uint8Array; deliveries: number },
    hold: Hold,
    sequence: number,
  ): Promise<void> {
    await this.#parts.dead.add(letter);
    if (await hold.settle()) await this.#forget(sequence);
  }

  /** Take back the count of a delivery that says nothing against its message, however long the servers are away. */
  async #excuse(sequence: number, signal: AbortSignal): Promise<void> {
    const { counts, consumer } = this.#parts;
    for (;;) {
      try {
        await counts.add(sequence, -1);
        return;
      } catch {
        // A process that is to end does not wait: the message is then one delivery nearer to its end.
        if (signal.aborted || consumer.stream.calls.connection.nats.isClosed()) return;
        await delay(250);
      }
    }
  }

  async #forget(sequence: number): Promise<void> {
    // What stays of a message that is gone goes by its age.
    await this.#parts.counts.forget(sequence).catch(() => {});
  }
}
