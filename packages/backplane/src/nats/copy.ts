import { setTimeout as delay } from 'node:timers/promises';
import { Unavailable } from '@openfashion/contract';
import { Feed } from '../feed.js';
import type { Change, Entry } from '../port.js';
import type { BucketSubjects } from './bucket-subjects.js';
import { isMarker } from './marker.js';
import type { Stream } from './stream.js';
import { subscribe } from './subscription.js';

/** Pause before a broken subscription is made again. */
const rest = 100;

/**
 * The entries under a filter, followed from the server. What breaks the following (a lost connection, a server gone) makes
 * it start anew; whoever watches then hears of what changed meanwhile.
 */
export class Copy {
  /** Bytes of keys and values held. */
  bytes = 0;
  readonly #stream: Stream;
  readonly #filter: string;
  readonly #subjects: BucketSubjects;
  readonly #entries = new Map<string, Entry>();
  readonly #feeds = new Set<Feed<Change>>();
  readonly #waiting = new Set<() => void>();
  readonly #stop = new AbortController();
  #sorted: readonly string[] | undefined;
  #breakOff: () => void = () => {};
  /** Sequence of the last message that was taken, and whether the copy is what the server had then. */
  #reached = 0;
  #isCaughtUp = false;
  /** Why it could not be followed last. */
  #failure: unknown;

  constructor(stream: Stream, filter: string, subjects: BucketSubjects) {
    this.#stream = stream;
    this.#filter = filter;
    this.#subjects = subjects;
    void this.#follow();
  }

  /** Entries whose key starts with the prefix, ordered by key: as new as what the leader had when this was called. */
  async list(prefix: string): Promise<Entry[]> {
    await this.#catchUp();
    return this.#under(prefix);
  }

  /** The entries under a prefix, and a feed of what changes after them. */
  async watch(prefix: string, signal: AbortSignal): Promise<{ present: Entry[]; changes: Feed<Change>; end(): void }> {
    await this.#catchUp();
    const changes = new Feed<Change>(signal);
    this.#feeds.add(changes);
    return { present: this.#under(prefix), changes, end: () => this.#feeds.delete(changes) };
  }

  close(): void {
    this.#stop.abort();
    this.#breakOff();
  }

  /** Ask the leader for its last message, and wait until the copy has it. @throws Unavailable */
  async #catchUp(): Promise<void> {
    const deadline = this.#stream.calls.deadline();
    const revision = (await this.#stream.last(this.#filter))?.seq ?? 0;
    while (!(this.#isCaughtUp && this.#reached >= revision)) {
      const left = deadline - performance.now();
      if (left <= 0 || this.#stop.signal.aborted) {
        throw new Unavailable(`${this.#stream.name} could not be followed`, { cause: this.#failure });
      }
      await this.#progress(left);
    }
  }

  /** Resolves when the copy may have got further. */
  #progress(timeout: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, timeout);
      this.#waiting.add(end);
    });
  }

  #under(prefix: string): Entry[] {
    this.#sorted ??= [...this.#entries.keys()].sort();
    return this.#sorted.flatMap((key) => (key.startsWith(prefix) ? (this.#entries.get(key) ?? []) : []));
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      // Whoever lists or watches meanwhile is told, when it takes too long.
      await this.#followOnce().then(
        () => (this.#failure = undefined),
        (error: unknown) => (this.#failure = error),
      );
      if (!signal.aborted) await delay(rest, undefined, { signal, ref: false }).catch(() => {});
    }
    this.#wake();
  }

  /** Resolves when the subscription broke off. */
  async #followOnce(): Promise<void> {
    /** Keys that may have been deleted while nobody followed. */
    const unseen = new Set(this.#entries.keys());
    let end = () => {};
    try {
      await new Promise<void>((resolve, reject) => {
        this.#breakOff = resolve;
        subscribe(this.#stream, this.#filter, {
          message: (message, sequence) => {
            const key = this.#subjects.keyOf(message.subject);
            unseen.delete(key);
            if (isMarker(message)) this.#remove(key);
            else this.#put({ key, value: new Uint8Array(message.data), revision: sequence });
            this.#reached = sequence;
            if (this.#isCaughtUp) this.#wake();
          },
          caughtUp: () => {
            for (const key of unseen) this.#remove(key);
            this.#isCaughtUp = true;
            this.#wake();
          },
          broken: resolve,
        }).then((ends) => {
          end = ends;
          if (this.#stop.signal.aborted) ends();
        }, reject);
      });
    } finally {
      end();
      this.#isCaughtUp = false;
      this.#reached = 0;
    }
  }

  #put(entry: Entry): void {
    const known = this.#entries.get(entry.key);
    if (known?.revision === entry.revision) return;
    this.bytes += sizeOf(entry) - sizeOf(known);
    this.#entries.set(entry.key, entry);
    if (known === undefined) this.#sorted = undefined;
    this.#tell({ kind: 'put', entry });
  }

  #remove(key: string): void {
    const known = this.#entries.get(key);
    if (known === undefined) return;
    this.bytes -= sizeOf(known);
    this.#entries.delete(key);
    this.#sorted = undefined;
    this.#tell({ kind: 'delete', key });
  }

  #tell(change: Change): void {
    for (const feed of this.#feeds) feed.push(change);
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}

const sizeOf = (entry: Entry | undefined): number => (entry ? 2 * entry.key.length + entry.value.length : 0);
