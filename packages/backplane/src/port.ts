import type { Milliseconds } from '@openfashion/contract';

/** A value and the revision that wrote it. Revisions grow with every write of the bucket. */
export interface Entry {
  readonly key: string;
  readonly value: Uint8Array;
  readonly revision: number;
}

/** A change seen by `watch`: the new entry, or the key of a deleted one. */
export type Change =
  | { readonly kind: 'put'; readonly entry: Entry }
  | { readonly kind: 'delete'; readonly key: string };

/**
 * Small values under keys, with compare-and-set: the vocabulary of a JetStream bucket.
 * Keys are 1–200 of `[A-Za-z0-9_=/-]` (`/` separates parts, never first or last); values are at most 64 KiB.
 * Every adapter promises: a write resolves when it is durable; reads that follow it, anywhere, see it.
 * Throws `Conflict` where said, `Unavailable`, and `RangeError` for a key or value outside these bounds.
 */
export interface KeyValue {
  get(key: string): Promise<Entry | undefined>;
  /** Write a key that is not there. `Conflict` if it is. Resolves to the revision. */
  create(key: string, value: Uint8Array): Promise<number>;
  /** Write a key whose revision is this one. `Conflict` if it is not. Resolves to the new revision. */
  update(key: string, value: Uint8Array, revision: number): Promise<number>;
  /** Delete a key; with `revision` only if it is still that one (`Conflict`). Deleting an absent key does nothing. */
  delete(key: string, revision?: number): Promise<void>;
  /** Every entry whose key starts with `prefix`, ordered by key. */
  list(prefix: string): Promise<readonly Entry[]>;
  /** First what is there under `prefix`, then each change, until the signal is aborted (the iteration then ends). */
  watch(prefix: string, signal: AbortSignal): AsyncIterable<Change>;
}

/** A message being handled. */
export interface Delivery {
  readonly id: string;
  readonly data: Uint8Array;
  /** How often it was handed out, this time included. */
  readonly deliveries: number;
  /** What it was published with. */
  readonly trace?: string;
  /** Push the end of `ackWait` away: the work goes on. */
  working(): Promise<void>;
}

export interface ConsumeOptions {
  /** A message not settled or renewed for this long is handed out again. */
  readonly ackWait: Milliseconds;
  /** Handed out this often without being settled, a message becomes a dead letter. */
  readonly maxDeliver: number;
  /** Messages handled at once by this consumer. */
  readonly concurrency: number;
  /** Aborted: no new message is taken; `consume` resolves when those in hand are settled. */
  readonly signal: AbortSignal;
}

/** Thrown by a handler that wants its message again later without an error being counted (a dependency is down). */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  constructor(
    readonly after: Milliseconds,
    options?: ErrorOptions,
  ) {
    super(`retry in ${after} ms`, options);
  }
}

/**
 * Work shared by consumers, at least once, first in first out.
 * Every adapter promises: `publish` resolves when the message is durable; a message is gone when its handler
 * resolved; a handler that throws has it back after a pause (`RetryLater` names the pause and does not count
 * as a delivery); what was handed out too often is kept as a dead letter until removed.
 */
export interface WorkQueue {
  /**
   * Publishing an id that is still queued or in hand does nothing. Data is at most 64 KiB.
   * @param trace W3C `traceparent` of what caused it, handed out with the message; a restart may lose it
   */
  publish(id: string, data: Uint8Array, trace?: string): Promise<void>;
  consume(handler: (message: Delivery) => Promise<void>, options: ConsumeOptions): Promise<void>;
  /** Messages waiting or in hand. */
  size(): Promise<number>;
  deadLetters(): Promise<readonly { readonly id: string; readonly data: Uint8Array; readonly deliveries: number }[]>;
  removeDeadLetter(id: string): Promise<void>;
}

/**
 * Files of up to 5 MB and results of chunks, by name (same alphabet as keys).
 * `put` resolves when the object is durable and replaces what was there; an object is seen whole or not at all.
 */
export interface ObjectStore {
  put(name: string, data: Uint8Array): Promise<void>;
  get(name: string): Promise<Uint8Array | undefined>;
  delete(name: string): Promise<void>;
  /** Names that start with `prefix`, ordered. */
  list(prefix: string): Promise<readonly string[]>;
}

/** The named buckets, queues and object stores of one deployment. Names are `[a-z][a-z0-9-]{0,31}`. */
export interface Backplane {
  keyValue(bucket: string): KeyValue;
  workQueue(name: string): WorkQueue;
  objectStore(bucket: string): ObjectStore;
  /** Reject if the backplane cannot answer now. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
