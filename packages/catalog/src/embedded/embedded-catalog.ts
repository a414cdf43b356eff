import { Unavailable } from '@openfashion/contract';
import { checkBatch, checkCollection, checkQuery } from '../checks.js';
import type { Catalog, CatalogDocument, Collection, Match, Put, Scope, VectorQuery, Write } from '../port.js';
import { GroupCommit } from './group-commit.js';
import type { ReaderTasks, WriterTasks } from './tasks.js';
import type { Thread } from './thread.js';

const exportPage = 500;
/** Rows that are reclaimed in one transaction: writes wait no longer than it takes. */
const reclaimRows = 500;

/** The catalogue of one process: a thread that writes, a thread that reads and searches. */
export class EmbeddedCatalog implements Catalog {
  readonly #writer: Thread<WriterTasks>;
  readonly #reader: Thread<ReaderTasks>;
  readonly #writes: GroupCommit;
  readonly #collections = new Map<string, Collection>();
  #reclaiming = Promise.resolve();
  #closed = false;

  constructor(writer: Thread<WriterTasks>, reader: Thread<ReaderTasks>) {
    this.#writer = writer;
    this.#reader = reader;
    this.#writes = new GroupCommit(async (group) => {
      const errors = await writer.call('apply', group);
      return errors.map((cause) => cause && new Unavailable(`could not apply: ${cause.message}`, { cause }));
    });
    this.#reclaim();
  }

  async ensureCollection(collection: Collection): Promise<Collection> {
    checkCollection(collection);
    const stored = await this.#writer.call('ensureCollection', collection);
    if (stored.dimension !== collection.dimension) {
      throw new RangeError(
        `the collection ${stored.embedding} has ${stored.dimension} dimensions, not ${collection.dimension}`,
      );
    }
    this.#collections.set(stored.embedding, stored);
    return stored;
  }

  async collection(embedding: string): Promise<Collection | undefined> {
    const known = this.#collections.get(embedding) ?? (await this.#reader.call('collection', embedding));
    if (known) this.#collections.set(embedding, known);
    return known;
  }

  get(scope: Scope, productId: string): Promise<CatalogDocument | undefined> {
    return this.#reader.call('get', scope, productId);
  }

  async existing(scope: Scope, productIds: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(await this.#reader.call('existing', scope, productIds));
  }

  async apply(scope: Scope, batch: readonly Write[]): Promise<void> {
    const { dimension } = await this.#known(scope.embedding);
    checkBatch(batch, dimension);
    if (this.#closed) throw new Unavailable('the catalogue is closed');
    await this.#writes.add({ scope, batch: batch.map(ownBytes) });
  }

  async search(scope: Scope, query: VectorQuery): Promise<readonly Match[]> {
    const { dimension } = await this.#known(scope.embedding);
    checkQuery(query, dimension);
    return this.#reader.call('search', scope, { ...query, vector: query.vector.slice() });
  }

  count(scope: Scope): Promise<number> {
    return this.#reader.call('count', scope);
  }

  async *export(scope: Scope): AsyncIterable<Put> {
    for (let after = ''; ; ) {
      const puts = await this.#reader.call('page', scope, after, exportPage);
      yield* puts;
      const last = puts.at(-1);
      if (last === undefined) return;
      after = last.document.productId;
    }
  }

  async drop(service: string): Promise<void> {
    await this.#writer.call('drop', service);
    await this.#reader.call('release', service);
    this.#reclaim();
  }

  async clear(scope: Scope): Promise<void> {
    await this.#writer.call('clear', scope);
    await this.#reader.call('release', scope.service, scope.embedding);
    this.#reclaim();
  }

  async forgetRemovals(scope: Scope, belowSeq: number): Promise<void> {
    await this.#writer.call('forgetRemovals', scope, belowSeq);
  }

  async ping(): Promise<void> {
    await Promise.all([this.#writer.call('ping'), this.#reader.call('ping')]);
  }

  /** Writes that were accepted are made durable first. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([this.#writes.idle(), this.#reclaiming]);
    await this.#reader.close();
    await this.#writer.close();
  }

  async #known(embedding: string): Promise<Collection> {
    const collection = await this.collection(embedding);
    if (collection === undefined) throw new RangeError(`no collection of the embedding ${embedding}`);
    return collection;
  }

  /** Delete what dropped services and cleared scopes left, a little at a time between other writes. */
  #reclaim(): void {
    const before = this.#reclaiming;
    const run = async () => {
      await before;
      // A failure leaves the rest to the next drop or start.
      while (!this.#closed && (await this.#writer.call('reclaim', reclaimRows).catch(() => false)));
    };
    this.#reclaiming = run();
  }
}

/** Bytes of their own: of a view, the thread would be sent all of the buffer behind it. */
function ownBytes(write: Write): Write {
  if (write.kind === 'remove') return write;
  const { document } = write;
  const { vector, fingerprint } = document;
  return { ...write, document: { ...document, vector: vector.slice(), fingerprint: new Uint8Array(fingerprint) } };
}
