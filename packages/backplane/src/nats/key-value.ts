import { Conflict, type Milliseconds } from '@openfashion/contract';
import { checkKey, checkValue } from '../bounds.js';
import type { Change, Entry, KeyValue } from '../port.js';
import { BucketSubjects } from './bucket-subjects.js';
import type { Copies } from './copies.js';
import { Copy } from './copy.js';
import { isMarker, markerHeaders } from './marker.js';
import { deliveryInfo } from './message.js';
import { Stream, type StreamContext, type Writing } from './stream.js';
import { snapshot } from './subscription.js';

/** How long a deleted key is remembered; who does not follow for a moment has started anew long before. */
const markerTime: Milliseconds = 3_600_000;

export interface BucketContext extends StreamContext {
  readonly copies: Copies;
  /** Whether the server removes markers of deleted keys by itself. */
  readonly expires: boolean;
}

/**
 * A bucket as other clients of JetStream know them (`nats kv` shows it), one message a key. Writes and single reads go to
 * the stream's leader; lists and watches come from a local copy that has caught up with the leader.
 */
export class NatsKeyValue implements KeyValue {
  readonly #stream: Stream;
  readonly #subjects: BucketSubjects;
  readonly #bucket: string;
  readonly #copies: Copies;
  readonly #expires: boolean;

  constructor(bucket: string, context: BucketContext) {
    const name = `${context.prefix}_${bucket}`;
    this.#bucket = bucket;
    this.#copies = context.copies;
    this.#expires = context.expires;
    this.#subjects = new BucketSubjects(`$KV.${name}`);
    this.#stream = new Stream(context, {
      name: `KV_${name}`,
      description: `OpenFashion: ${bucket}`,
      subjects: [this.#subjects.all],
      max_msgs_per_subject: 1,
      max_msg_size: 68 * 1024,
      allow_rollup_hdrs: true,
      ...(context.expires && { allow_msg_ttl: true }),
    });
  }

  async get(key: string): Promise<Entry | undefined> {
    checkKey(key);
    const last = await this.#stream.last(this.#subjects.of(key));
    if (last === null || isMarker({ data: last.data, headers: last.header })) return undefined;
    return { key, value: last.data, revision: last.seq };
  }

  async create(key: string, value: Uint8Array): Promise<number> {
    check(key, value);
    const own = new Uint8Array(value);
    try {
      return await this.#put(key, own, { expected: 0 });
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      // What is there may be the marker of a deleted key, or have been one that has just gone.
      const last = await this.#stream.last(this.#subjects.of(key));
      if (last !== null && !isMarker({ data: last.data, headers: last.header })) throw error;
      return this.#put(key, own, { expected: last?.seq ?? 0 });
    }
  }

  async update(key: string, value: Uint8Array, revision: number): Promise<number> {
    check(key, value);
    this.#checkRevision(key, revision);
    return this.#put(key, new Uint8Array(value), { expected: revision });
  }

  async delete(key: string, revision?: number): Promise<void> {
    checkKey(key);
    if (revision !== undefined) this.#checkRevision(key, revision);
    else if ((await this.get(key)) === undefined) return;
    await this.#put(key, new Uint8Array(), {
      expected: revision,
      headers: markerHeaders(),
      ...(this.#expires && { ttl: markerTime }),
    });
  }

  async list(prefix: string): Promise<readonly Entry[]> {
    const { copy, end } = this.#copyFor(prefix);
    try {
      return await copy.list(prefix);
    } finally {
      end();
    }
  }

  async *watch(prefix: string, signal: AbortSignal): AsyncIterable<Change> {
    const { copy, end } = this.#copyFor(prefix);
    try {
      const watching = await copy.watch(prefix, signal);
      try {
        for (const entry of watching.present) {
          if (signal.aborted) return;
          yield { kind: 'put', entry };
        }
        for await (const change of watching.changes) {
          const key = change.kind === 'put' ? change.entry.key : change.key;
          if (key.startsWith(prefix)) yield change;
        }
      } finally {
        watching.end();
      }
    } finally {
      end();
    }
  }

  /** To JetStream 0 means that the key must not be there. */
  #checkRevision(key: string, revision: number): void {
    if (revision < 1) throw new Conflict(`${this.#bucket}/${key} has no revision ${revision}`);
  }

  /** Remove the markers that the server leaves. */
  async sweep(): Promise<void> {
    if (this.#expires) return;
    for (const { message, sequence } of await snapshot(this.#stream, this.#subjects.all, { headersOnly: true })) {
      const age = Date.now() - deliveryInfo(message).time.getTime();
      if (isMarker(message) && age > markerTime) await this.#stream.purge(message.subject, sequence + 1);
    }
  }

  #put(key: string, value: Uint8Array, writing: Writing): Promise<number> {
    return this.#stream.publish(`could not write ${this.#bucket}/${key}`, this.#subjects.of(key), value, writing);
  }

  #copyFor(prefix: string) {
    const filter = this.#subjects.filterOf(prefix);
    return this.#copies.use(filter, () => new Copy(this.#stream, filter, this.#subjects));
  }
}

function check(key: string, value: Uint8Array): void {
  checkKey(key);
  checkValue(value);
}
