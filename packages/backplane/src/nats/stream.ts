import {
  DiscardPolicy,
  PubHeaders,
  RetentionPolicy,
  StorageType,
  type StoredMsg,
  type StreamConfig,
} from '@nats-io/jetstream';
import { type MsgHdrs, nanos, nuid } from '@nats-io/transport-node';
import { Conflict, type Milliseconds, Unavailable } from '@openfashion/contract';
import type { Calls } from './calls.js';
import { codes, hasCode, isPassing } from './failures.js';
import type { Observe } from './options.js';

/** What streams of one deployment have in common. */
export interface StreamContext {
  readonly calls: Calls;
  readonly prefix: string;
  readonly replicas: number;
  readonly observe: Observe;
}

/** What distinguishes a stream from the others. */
export interface StreamShape extends Partial<StreamConfig> {
  readonly name: string;
  readonly subjects: string[];
  readonly description: string;
}

export interface Writing {
  /** The last message of the subject must have this sequence; 0: there must be none. */
  readonly expected?: number | undefined;
  readonly headers?: MsgHdrs;
  /** How long the message is kept; whole seconds. */
  readonly ttl?: Milliseconds;
}

const mostConsumers = 100_000;

/** A stream that is there when it is used: on disk, never full by dropping what is old, read from its leader. */
export class Stream {
  readonly name: string;
  readonly calls: Calls;
  readonly #config: StreamShape;
  readonly #observe: Observe;
  #made: Promise<void> | undefined;

  constructor({ calls, replicas, observe }: StreamContext, shape: StreamShape) {
    this.name = shape.name;
    this.calls = calls;
    this.#observe = observe;
    this.#config = {
      retention: RetentionPolicy.Limits,
      storage: StorageType.File,
      discard: DiscardPolicy.New,
      num_replicas: replicas,
      // One for each copy of each process; left to itself, a newer server makes 1,000.
      max_consumers: mostConsumers,
      // Followers may be behind: what was written must be seen by every read that follows (rule 2.5).
      allow_direct: false,
      // A request whose answer was lost is repeated within seconds.
      duplicate_window: nanos(60_000),
      ...shape,
    };
    // The server that answers now may be another one, or have lost its disk.
    calls.connection.onChange(() => this.#forget());
  }

  /** Resolves once the stream is there with the settings asked for, whoever made it. */
  ready(): Promise<void> {
    if (this.#made === undefined) {
      const made = this.calls.run(`could not open ${this.name}`, () => this.#make());
      this.#made = made;
      made.catch(() => this.#made === made && this.#forget());
    }
    return this.#made;
  }

  /**
   * Resolves to the sequence of the message once it is on disk.
   * @throws Conflict when it was not written since the last message was another one; Unavailable when that is not known
   */
  async publish(what: string, subject: string, data: Uint8Array, writing: Writing = {}): Promise<number> {
    const { expected, headers, ttl } = writing;
    const id = nuid.next();
    const options = {
      msgID: id,
      ...(expected !== undefined && { expect: { lastSubjectSequence: expected } }),
      ...(headers && { headers }),
      ...(ttl && { ttl: `${ttl / 1000}s` }),
    };
    let tries = 0;
    try {
      const { seq } = await this.request(what, () => {
        tries += 1;
        return this.calls.jetstream.publish(subject, data, options);
      });
      return seq;
    } catch (error) {
      if (tries > 1 && error instanceof Conflict) return this.#outcome(what, subject, id, error);
      throw error;
    }
  }

  /** The last message on a subject (or several), as the leader has it. */
  last(subject: string): Promise<StoredMsg | null> {
    return this.request(`could not read ${this.name}`, () =>
      this.calls.manager.streams.getMessage(this.name, { last_by_subj: subject }),
    );
  }

  /** Remove the messages of a subject (or several); only those before a sequence if one is given. */
  async purge(filter: string, before?: number): Promise<void> {
    await this.request(`could not purge ${this.name}`, () =>
      this.calls.manager.streams.purge(this.name, { filter, ...(before !== undefined && { seq: before }) }),
    );
  }

  /** The subjects under a filter that have messages, in no order. */
  async subjects(filter: string): Promise<string[]> {
    const { state } = await this.#info({ subjects_filter: filter });
    return Object.keys(state.subjects ?? {});
  }

  async size(): Promise<number> {
    return (await this.#info()).state.messages;
  }

  /** Carry out a request about this stream, once it is there. */
  async request<T>(what: string, request: () => Promise<T>): Promise<T> {
    await this.ready();
    try {
      return await this.calls.run(what, request);
    } catch (error) {
      // Somebody may have removed it: the next request makes it again.
      if (error instanceof Unavailable) this.#forget();
      throw error;
    }
  }

  /** A repeated request that meets another message may have met its own: the answer to the first was lost. */
  async #outcome(what: string, subject: string, id: string, cause: Conflict): Promise<number> {
    const last = await this.last(subject);
    if (last?.header.get(PubHeaders.MsgIdHdr) === id) return last.seq;
    throw new Unavailable(`${what}: whether it was written before it was replaced is not known`, { cause });
  }

  #info(options?: { subjects_filter: string }) {
    return this.request(`could not read ${this.name}`, () => this.calls.manager.streams.info(this.name, options));
  }

  #forget(): void {
    this.#made = undefined;
  }

  async #make(): Promise<void> {
    const { streams } = this.calls.manager;
    try {
      await streams.add(this.#config);
    } catch (error) {
      if (!hasCode(error, codes.streamExists)) throw error;
      await streams.update(this.name, this.#config).catch((cause: unknown) => this.#keep(cause));
    }
  }

  /** What cannot be changed stays as it is, if it works; the operator is told. */
  async #keep(cause: unknown): Promise<void> {
    if (isPassing(cause)) throw cause;
    await this.calls.manager.streams.info(this.name);
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `the stream ${this.name} has other settings than those asked for, which cannot be changed: ${reason}`;
    this.#observe({ kind: 'warning', message, cause });
  }
}
