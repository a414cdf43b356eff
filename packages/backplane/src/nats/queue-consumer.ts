import { AckPolicy, type ConsumerConfig, DeliverPolicy } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { Milliseconds } from '@openfashion/contract';
import { codes, hasCode } from './failures.js';
import type { Stream } from './stream.js';

/** The one consumer of a work queue on the server, which all processes draw from. */
const name = 'workers';

/** Pulls that may wait at once: lanes of all processes. */
const mostWaiting = 16_384;

export class QueueConsumer {
  readonly stream: Stream;
  readonly #replicas: number;

  constructor(stream: Stream, replicas: number) {
    this.stream = stream;
    this.#replicas = replicas;
  }

  /** Where a message is asked for. */
  get subject(): string {
    return `${this.stream.calls.manager.getOptions().apiPrefix}.CONSUMER.MSG.NEXT.${this.stream.name}.${name}`;
  }

  /**
   * Resolves once the consumer is there, to how long the server waits for a message to be settled: the longest that was
   * ever asked for. Who asked for less ends its own time itself, as long as it lives.
   */
  ready(ackWait: Milliseconds): Promise<Milliseconds> {
    return this.stream.request(`could not consume ${this.stream.name}`, () => this.#ensure(ackWait));
  }

  /**
   * Remove messages that were handled, where a server that crashed has only forgotten that they are gone: nobody is given
   * them any more, and their ids could never be queued again.
   */
  async removeHandled(): Promise<void> {
    const { consumers, streams } = this.stream.calls.manager;
    await this.stream.request(`could not look after ${this.stream.name}`, async () => {
      const { ack_floor: settled } = await consumers.info(this.stream.name, name);
      const { state } = await streams.info(this.stream.name);
      if (state.messages === 0 || state.first_seq > settled.stream_seq) return;
      await streams.purge(this.stream.name, { seq: settled.stream_seq + 1 });
    });
  }

  async #ensure(ackWait: Milliseconds): Promise<Milliseconds> {
    const { consumers } = this.stream.calls.manager;
    const known = await consumers.info(this.stream.name, name).catch((error: unknown) => {
      if (hasCode(error, codes.consumerNotFound)) return undefined;
      throw error;
    });
    if (known === undefined) {
      try {
        await consumers.add(this.stream.name, this.#config(ackWait));
        return ackWait;
      } catch (error) {
        // Another process made it meanwhile, with an ackWait of its own.
        if (hasCode(error, codes.consumerExists)) return this.#ensure(ackWait);
        throw error;
      }
    }
    const longest = Math.max(ackWait, (known.config.ack_wait ?? 0) / 1e6);
    const changed = { ack_wait: nanos(longest), num_replicas: this.#replicas };
    const isChanged = known.config.ack_wait !== changed.ack_wait || known.config.num_replicas !== changed.num_replicas;
    if (isChanged) await consumers.update(this.stream.name, name, changed);
    return longest;
  }

  #config(ackWait: Milliseconds): Partial<ConsumerConfig> {
    return {
      durable_name: name,
      deliver_policy: DeliverPolicy.All,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ackWait),
      // What was handed out too often is for the one who counts to say.
      max_deliver: -1,
      // Messages that rest must not keep others waiting.
      max_ack_pending: -1,
      max_waiting: mostWaiting,
      num_replicas: this.#replicas,
    };
  }
}
