import { RetentionPolicy } from '@nats-io/jetstream';
import { Conflict } from '@openfashion/contract';
import { checkKey, checkValue } from '../bounds.js';
import type { ConsumeOptions, Delivery, WorkQueue } from '../port.js';
import { BucketSubjects } from './bucket-subjects.js';
import { type DeadLetter, DeadLetters } from './dead-letters.js';
import { DeliveryCounts } from './delivery-counts.js';
import { QueueConsumer } from './queue-consumer.js';
import { QueueWorker } from './queue-worker.js';
import { Stream, type StreamContext } from './stream.js';
import { traceHeaders } from './trace-headers.js';

/** A stream whose messages go when they are handled, with one subject an id: an id that is there is not queued again. */
export class NatsWorkQueue implements WorkQueue {
  readonly #name: string;
  readonly #subjects: BucketSubjects;
  readonly #stream: Stream;
  readonly #dead: DeadLetters;
  readonly #consumer: QueueConsumer;
  readonly #worker: QueueWorker;

  constructor(name: string, context: StreamContext) {
    this.#name = name;
    this.#subjects = new BucketSubjects(`${context.prefix}.queue.${name}`);
    this.#stream = new Stream(context, {
      name: `${context.prefix}_queue_${name}`,
      description: `OpenFashion: work of ${name}`,
      subjects: [this.#subjects.all],
      retention: RetentionPolicy.Workqueue,
      max_msg_size: 68 * 1024,
    });
    this.#dead = new DeadLetters(name, context);
    this.#consumer = new QueueConsumer(this.#stream, context.replicas);
    this.#worker = new QueueWorker({
      consumer: this.#consumer,
      counts: new DeliveryCounts(name, context),
      dead: this.#dead,
      idOf: (subject) => this.#subjects.keyOf(subject),
      observe: context.observe,
    });
  }

  async publish(id: string, data: Uint8Array, trace?: string): Promise<void> {
    checkKey(id);
    checkValue(data);
    try {
      const own = new Uint8Array(data);
      await this.#stream.publish(`could not queue ${id} in ${this.#name}`, this.#subjects.of(id), own, {
        expected: 0,
        ...(trace !== undefined && { headers: traceHeaders(trace) }),
      });
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }

  consume(handler: (message: Delivery) => Promise<void>, options: ConsumeOptions): Promise<void> {
    return this.#worker.consume(handler, options);
  }

  size(): Promise<number> {
    return this.#stream.size();
  }

  deadLetters(): Promise<readonly DeadLetter[]> {
    return this.#dead.list();
  }

  async removeDeadLetter(id: string): Promise<void> {
    checkKey(id);
    await this.#dead.remove(id);
  }

  /** Remove what was handled and is there all the same. */
  sweep(): Promise<void> {
    return this.#consumer.removeHandled();
  }
}
