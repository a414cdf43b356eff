import { checkKey, checkValue } from '../bounds.js';
import { Feed } from '../feed.js';
import type { Change, Entry, KeyValue } from '../port.js';
import type { Committer } from './committer.js';
import type { Operation } from './operations.js';

/**
 * A bucket with a copy in memory: the process is the only writer, so reads cost no trip to the disk. The copy changes
 * when a write is durable, before its promise resolves.
 */
export class EmbeddedKeyValue implements KeyValue {
  readonly #bucket: string;
  readonly #committer: Committer;
  readonly #entries: Map<string, Entry>;
  readonly #feeds = new Set<{ prefix: string; feed: Feed<Change> }>();

  constructor(bucket: string, committer: Committer, entries: readonly Entry[]) {
    this.#bucket = bucket;
    this.#committer = committer;
    this.#entries = new Map(entries.map((entry) => [entry.key, entry]));
  }

  async get(key: string): Promise<Entry | undefined> {
    checkKey(key);
    return this.#entries.get(key);
  }

  async create(key: string, value: Uint8Array): Promise<number> {
    return this.#put({ kind: 'create', bucket: this.#bucket, key, value });
  }

  async update(key: string, value: Uint8Array, revision: number): Promise<number> {
    return this.#put({ kind: 'update', bucket: this.#bucket, key, value, revision });
  }

  async #put(operation: Extract<Operation, { value: Uint8Array }>): Promise<number> {
    checkKey(operation.key);
    checkValue(operation.value);
    // The caller may go on using its buffer.
    const value = Uint8Array.from(operation.value);
    const revision = await this.#committer.commit({ ...operation, value });
    const entry = { key: operation.key, value, revision };
    const known = this.#entries.get(entry.key);
    if (known === undefined || known.revision < revision) {
      this.#entries.set(entry.key, entry);
      this.#tell({ kind: 'put', entry });
    }
    return revision;
  }

  async delete(key: string, revision?: number): Promise<void> {
    checkKey(key);
    await this.#committer.commit({
      kind: 'delete',
      bucket: this.#bucket,
      key,
      ...(revision !== undefined && { revision }),
    });
    if (this.#entries.delete(key)) this.#tell({ kind: 'delete', key });
  }

  async list(prefix: string): Promise<readonly Entry[]> {
    const entries = [...this.#entries.values()].filter(({ key }) => key.startsWith(prefix));
    return entries.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  async *watch(prefix: string, signal: AbortSignal): AsyncIterable<Change> {
    const feed = new Feed<Change>(signal);
    const watcher = { prefix, feed };
    // Present state and subscription in one turn: no change is lost or doubled between them.
    const present = [...this.#entries.values()].filter(({ key }) => key.startsWith(prefix));
    this.#feeds.add(watcher);
    try {
      for (const entry of present.sort((a, b) => (a.key < b.key ? -1 : 1))) {
        if (signal.aborted) return;
        yield { kind: 'put', entry };
      }
      yield* feed;
    } finally {
      this.#feeds.delete(watcher);
    }
  }

  #tell(change: Change): void {
    const key = change.kind === 'put' ? change.entry.key : change.key;
    for (const { prefix, feed } of this.#feeds) if (key.startsWith(prefix)) feed.push(change);
  }
}
