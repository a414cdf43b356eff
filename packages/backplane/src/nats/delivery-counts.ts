import { nanos } from '@nats-io/transport-node';
import { Conflict } from '@openfashion/contract';
import { Stream, type StreamContext } from './stream.js';

/** A count that nobody asked for in this time belongs to a message that is long gone. */
const keptFor = 30 * 86_400_000;

/**
 * How often each message of a queue was handed to a handler. JetStream's own count is of what it sent: also to a process
 * that was about to end and never looked at it, and what a handler gave back for a reason that is not its own.
 */
export class DeliveryCounts {
  readonly #stream: Stream;
  readonly #root: string;

  constructor(queue: string, context: StreamContext) {
    this.#root = `${context.prefix}.deliveries.${queue}`;
    this.#stream = new Stream(context, {
      name: `${context.prefix}_deliveries_${queue}`,
      description: `OpenFashion: how often messages of ${queue} were handed out`,
      subjects: [`${this.#root}.*`],
      max_msgs_per_subject: 1,
      max_age: nanos(keptFor),
    });
  }

  /** Resolves to 0 for a message that was never handed out. @param sequence of the message in its queue */
  async get(sequence: number): Promise<number> {
    return (await this.#read(sequence)).count;
  }

  /** Count one more, or with -1 one less. Resolves to the new count, once it is durable. */
  async add(sequence: number, difference: 1 | -1): Promise<number> {
    for (;;) {
      const { count, revision } = await this.#read(sequence);
      const sum = Math.max(0, count + difference);
      try {
        const data = new TextEncoder().encode(String(sum));
        await this.#stream.publish('could not count a delivery', this.#subject(sequence), data, { expected: revision });
        return sum;
      } catch (error) {
        // Another process has it in hand meanwhile.
        if (!(error instanceof Conflict)) throw error;
      }
    }
  }

  async forget(sequence: number): Promise<void> {
    await this.#stream.purge(this.#subject(sequence));
  }

  async #read(sequence: number): Promise<{ readonly count: number; readonly revision: number }> {
    const last = await this.#stream.last(this.#subject(sequence));
    return last === null ? { count: 0, revision: 0 } : { count: Number(last.string()), revision: last.seq };
  }

  #subject(sequence: number): string {
    return `${this.#root}.${sequence}`;
  }
}
