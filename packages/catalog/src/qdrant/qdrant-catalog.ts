import type { Schemas } from '@qdrant/js-client-rest';
import { checkBatch, checkCollection, checkQuery } from '../checks.js';
import type { Catalog, CatalogDocument, Collection, Match, Put, Scope, VectorQuery, Write } from '../port.js';
import type { Collections } from './collections.js';
import type { Connection } from './connection.js';
import type { Drops } from './drops.js';
import { isBelow, matches, ofService } from './filters.js';
import { pointId, tombstoneId } from './names.js';
import { field, type StoredPoint, seqOf, serviceOf, toDocument } from './points.js';
import { type PointsStore, pointsAtOnce } from './points-store.js';
import { searchDocuments } from './search.js';
import { applyWrites } from './writes.js';

const idsAtOnce = 1_000;
const exportPage = 250;

export interface Parts {
  readonly connection: Connection;
  readonly collections: Collections;
  readonly points: PointsStore;
  readonly drops: Drops;
  readonly notice: (message: string) => void;
}

/** The catalogue of many processes: each call is one or a few requests to Qdrant, and nothing is kept here. */
export class QdrantCatalog implements Catalog {
  readonly #parts: Parts;
  #reclaiming = Promise.resolve();
  #isClosed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#reclaim(() => parts.drops.all());
  }

  async ensureCollection(collection: Collection): Promise<Collection> {
    checkCollection(collection);
    return this.#parts.collections.ensure(collection);
  }

  collection(embedding: string): Promise<Collection | undefined> {
    return this.#parts.collections.find(embedding);
  }

  async get({ service, embedding }: Scope, productId: string): Promise<CatalogDocument | undefined> {
    const { points } = this.#parts;
    const whole = (name: string, ids: readonly string[]) => points.read(name, ids, { with_payload: true });
    const [point] = await this.#read({ service, embedding }, [productId], whole);
    return point && toDocument(service, point);
  }

  async existing(scope: Scope, productIds: readonly string[]): Promise<ReadonlySet<string>> {
    const { collections, points } = this.#parts;
    if ((await collections.find(scope.embedding)) === undefined) return new Set();
    await points.catchUp(collections.name(scope.embedding));
    return this.#undisturbed(scope, () => this.#existing(scope, productIds));
  }

  async apply({ service, embedding }: Scope, batch: readonly Write[]): Promise<void> {
    const { collections } = this.#parts;
    const { dimension } = await collections.require(embedding);
    checkBatch(batch, dimension);
    await applyWrites(this.#parts, collections.name(embedding), { service, dimension }, batch);
  }

  async search({ service, embedding }: Scope, query: VectorQuery): Promise<readonly Match[]> {
    const { connection, collections } = this.#parts;
    const { dimension } = await collections.require(embedding);
    checkQuery(query, dimension);
    return searchDocuments(connection, collections.name(embedding), service, query);
  }

  async count({ service, embedding }: Scope): Promise<number> {
    const { connection, collections } = this.#parts;
    if ((await collections.find(embedding)) === undefined) return 0;
    const body = { collection_name: collections.name(embedding), filter: ofService(service), exact: true };
    return this.#undisturbed({ service, embedding }, async () => {
      const { count } = await connection.call('read', (api, init) => api.countPoints(body, init));
      return count === 0 || (await this.#isDropped({ service, embedding })) ? 0 : count;
    });
  }

  async *export(scope: Scope): AsyncIterable<Put> {
    const { points, collections } = this.#parts;
    const collection = await collections.find(scope.embedding);
    if (collection === undefined) return;
    const limit = Math.min(exportPage, pointsAtOnce(collection.dimension));
    const parts = { filter: ofService(scope.service), limit, with_payload: true };
    await points.catchUp(collections.name(scope.embedding));
    // In the order of ids, which updates do not change: each is met once.
    for (let next: { offset?: string } | undefined = {}; next; ) {
      const body: Schemas['ScrollRequest'] = { ...parts, ...next };
      const page = await this.#undisturbed(scope, () => points.scroll(collections.name(scope.embedding), body));
      if (page.points.length === 0 || (await this.#isDropped(scope))) return;
      for (const point of page.points) {
        const document = toDocument(scope.service, point);
        if (document) yield { kind: 'put', seq: seqOf(point), document };
      }
      next = page.next_page_offset == null ? undefined : { offset: String(page.next_page_offset) };
    }
  }

  async drop(service: string): Promise<void> {
    await this.#parts.drops.add(service);
    this.#reclaim(async () => [service]);
  }

  async clear({ service, embedding }: Scope): Promise<void> {
    const { points, collections } = this.#parts;
    if ((await collections.find(embedding)) === undefined) return;
    const filter = { should: [matches(field.service, [service]), matches(field.removedFrom, [service])] };
    await points.delete(collections.name(embedding), { filter });
  }

  async forgetRemovals({ service, embedding }: Scope, belowSeq: number): Promise<void> {
    const { points, collections } = this.#parts;
    if ((await collections.find(embedding)) === undefined) return;
    const filter = { must: [matches(field.removedFrom, [service]), isBelow(field.seq, belowSeq)] };
    await points.delete(collections.name(embedding), { filter });
  }

  async ping(): Promise<void> {
    // A read, so that a server that is up but cannot serve, or refuses the key, does not pass.
    await this.#parts.drops.has('');
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#reclaiming;
    await this.#parts.connection.close();
  }

  /** What reads come to between which the server was not started again; where it was, once it has caught up. */
  #undisturbed<Result>({ embedding }: Scope, reads: () => Promise<Result>): Promise<Result> {
    const { connection, collections, points } = this.#parts;
    return connection.undisturbed(async (round) => {
      if (round > 1) await points.catchUp(collections.name(embedding));
      return reads();
    });
  }

  async #existing(scope: Scope, productIds: readonly string[]): Promise<ReadonlySet<string>> {
    const { points } = this.#parts;
    const existing = new Set<string>();
    for (let from = 0; from < productIds.length; from += idsAtOnce) {
      const some = [...new Set(productIds.slice(from, from + idsAtOnce))];
      const found = await this.#read(scope, some, (name, ids) => points.readNewest(name, ids, [field.service]));
      const ids = new Set(found.map(({ id }) => id));
      for (const productId of some) if (ids.has(pointId(scope.service, productId))) existing.add(productId);
    }
    return existing;
  }

  /** Documents of the service among these products, and none when it was dropped: asked together. */
  async #read(
    { service, embedding }: Scope,
    productIds: readonly string[],
    read: (name: string, ids: readonly string[]) => Promise<StoredPoint[]>,
  ): Promise<StoredPoint[]> {
    const { collections } = this.#parts;
    if ((await collections.find(embedding)) === undefined) return [];
    const tombstone = tombstoneId(service);
    const ids = [...productIds.map((productId) => pointId(service, productId)), tombstone];
    const found = await read(collections.name(embedding), ids);
    if (found.some(({ id }) => id === tombstone)) return [];
    return found.filter((point) => serviceOf(point) === service);
  }

  /** Asked after documents were met: those that a drop before this call left are then known for what they are. */
  async #isDropped({ service, embedding }: Scope): Promise<boolean> {
    const { points, collections } = this.#parts;
    return (await points.seqs(collections.name(embedding), [tombstoneId(service)])).size > 0;
  }

  /** Delete what dropped services left, in the background; a failure leaves the rest to the next start. */
  #reclaim(servicesOf: () => Promise<readonly string[]>): void {
    const before = this.#reclaiming;
    const run = async () => {
      await before;
      if (this.#isClosed) return;
      try {
        await this.#parts.drops.reclaim(await servicesOf(), () => this.#isClosed);
      } catch (cause) {
        this.#parts.notice(
          `what dropped services left was not deleted: ${cause instanceof Error ? cause.message : cause}`,
        );
      }
    };
    this.#reclaiming = run();
  }
}
