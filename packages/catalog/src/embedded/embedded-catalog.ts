import { Unavailable } from '@openfashion/contract';
import type { Catalog, CatalogDocument, Collection, Scope, VectorQuery, Write } from '../port.js';
import type { ReaderTasks, WriterTasks } from './tasks.js';
import type { Thread } from './thread.js';

const maxBatch = 1_000;
const exportPage = 500;
/** Rows that are reclaimed in one transaction: writes wait no longer than it takes. */
const reclaimRows = 500;

/** The catalogue of one process: a thread that writes, a thread that reads and searches. */
export class EmbeddedCatalog implements Catalog {
  readonly #writer: Thread<WriterTasks>;
  readonly #reader: Thread<ReaderTasks>;
  readonly #collections = new Map<string, Collection>();
  /** Writes are told to the reader in the order in which they became durable. */
  #last: Promise<unknown> = Promise.resolve();
  #reclaiming: Promise<void> | undefined;
  #closed = false;

  constructor(writer: Thread<WriterTasks>, reader: Thread<ReaderTasks>) {
    this.#writer = writer;
    this.#reader = reader;
    this.#reclaim();
  }

  async ensureCollection(collection: Collection): Promise<Collection> {
    const stored = await this.#write(() => this.#writer.call('ensureCollection', collection));
    if (stored.dimension !== collection.dimension) {
      throw new Error(
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
    if (batch.length > maxBatch)
      throw new RangeError(`a batch has at most ${maxBatch} writes, this has ${batch.length}`);
    const { dimension } = await this.#known(scope.embedding);
    for (const write of batch) if (write.kind === 'put') checkVector(write.document.vector, dimension);
    await this.#write(async () => {
      const numbers = await this.#writer.call('apply', scope, batch);
      await this.#reader.call('written', scope, batch, numbers);
    });
  }

  async search(scope: Scope, query: VectorQuery) {
    const { dimension } = await this.#known(scope.embedding);
    checkVector(query.vector, dimension);
    return this.#reader.call('search', scope, query);
  }

  count(scope: Scope): Promise<number> {
    return this.#reader.call('count', scope);
  }

  async *export(scope: Scope): AsyncIterable<CatalogDocument> {
    for (let after = 0; ; ) {
      const { documents, last } = await this.#reader.call('page', scope, after, exportPage);
      if (documents.length === 0) return;
      yield* documents;
      after = last;
    }
  }

  async drop(service: string): Promise<void> {
    await this.#write(async () => {
      await this.#writer.call('drop', service);
      await this.#reader.call('dropped', service);
    });
    this.#reclaim();
  }

  async forgetRemovals(scope: Scope, belowSeq: number): Promise<void> {
    await this.#write(() => this.#writer.call('forgetRemovals', scope, belowSeq));
  }

  async ping(): Promise<void> {
    await this.#reader.call('collection', '');
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
    await this.#reclaiming;
    await Promise.all([this.#writer.call('close'), this.#reader.call('close')]);
    await Promise.all([this.#writer.close(), this.#reader.close()]);
  }

  async #known(embedding: string): Promise<Collection> {
    const collection = await this.collection(embedding);
    if (collection === undefined) throw new Error(`no collection of the embedding ${embedding}`);
    return collection;
  }

  #write<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#closed) return Promise.reject(new Unavailable('the catalogue is closed'));
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }

  /** Delete what dropped services left, a little at a time between other writes. */
  #reclaim(): void {
    const before = this.#reclaiming;
    const run = async () => {
      await before;
      // A failure leaves the rest to the next drop or start.
      while (!this.#closed && (await this.#write(() => this.#writer.call('reclaim', reclaimRows)).catch(() => false)));
    };
    this.#reclaiming = run();
  }
}

function checkVector(vector: Float32Array, dimension: number): void {
  if (vector.length !== dimension)
    throw new RangeError(`a vector has ${dimension} dimensions, this has ${vector.length}`);
  if (!vector.every(Number.isFinite)) throw new RangeError('a vector must be finite numbers');
}
