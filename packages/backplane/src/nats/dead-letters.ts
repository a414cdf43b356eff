import { headers } from '@nats-io/transport-node';
import { BucketSubjects } from './bucket-subjects.js';
import { Stream, type StreamContext } from './stream.js';
import { snapshot } from './subscription.js';

const deliveriesHeader = 'OpenFashion-Deliveries';

export interface DeadLetter {
  readonly id: string;
  readonly data: Uint8Array;
  readonly deliveries: number;
}

/** Messages that were handed out too often, one an id, until they are removed. */
export class DeadLetters {
  readonly #stream: Stream;
  readonly #subjects: BucketSubjects;

  constructor(queue: string, context: StreamContext) {
    this.#subjects = new BucketSubjects(`${context.prefix}.dead.${queue}`);
    this.#stream = new Stream(context, {
      name: `${context.prefix}_dead_${queue}`,
      description: `OpenFashion: dead letters of ${queue}`,
      subjects: [this.#subjects.all],
      max_msgs_per_subject: 1,
    });
  }

  async add({ id, data, deliveries }: DeadLetter): Promise<void> {
    const counted = headers();
    counted.set(deliveriesHeader, String(deliveries));
    await this.#stream.publish(`could not bury ${id}`, this.#subjects.of(id), data, { headers: counted });
  }

  async list(): Promise<readonly DeadLetter[]> {
    const messages = await snapshot(this.#stream, this.#subjects.all);
    return messages.map(({ message }) => ({
      id: this.#subjects.keyOf(message.subject),
      data: new Uint8Array(message.data),
      deliveries: Number(message.headers?.get(deliveriesHeader)),
    }));
  }

  remove(id: string): Promise<void> {
    return this.#stream.purge(this.#subjects.of(id));
  }
}
