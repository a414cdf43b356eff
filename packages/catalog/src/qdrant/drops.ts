import type { Schemas } from '@qdrant/js-client-rest';
import type { Collections } from './collections.js';
import type { Connection } from './connection.js';
import { matches } from './filters.js';
import { droppedName, tombstoneId } from './names.js';
import type { Settled } from './options.js';
import { field, toTombstone } from './points.js';
import type { PointsStore } from './points-store.js';
import { isWithin, replication } from './replication.js';

/** Services that one filter names. */
const servicesAtOnce = 500;
/** Points that are deleted in one step: writes wait no longer than it takes. */
const reclaimPoints = 1_000;

/**
 * Dropped services. A tombstone, a point without a vector, stands in a collection of its own for collections that are made
 * later, and in every collection of documents, where each read of the service asks for it in the same request.
 */
export class Drops {
  readonly #connection: Connection;
  readonly #collections: Collections;
  readonly #points: PointsStore;
  readonly #options: Settled;
  readonly #name: string;

  constructor(connection: Connection, collections: Collections, points: PointsStore, options: Settled) {
    this.#connection = connection;
    this.#collections = collections;
    this.#points = points;
    this.#options = options;
    this.#name = droppedName(options.prefix);
  }

  /** Several processes may do this at once. */
  async ensure(): Promise<void> {
    const collection_name = this.#name;
    const params = replication(this.#options);
    const found = await this.#connection.callUnless(404, 'read', (api, init) =>
      api.getCollection({ collection_name }, init),
    );
    if (found && isWithin(params, found.config.params)) return;
    if (found) {
      await this.#connection.call('write', (api, init) => api.updateCollection({ collection_name, params }, init));
      return;
    }
    const body = { vectors: {}, shard_number: 1, ...params } satisfies Schemas['CreateCollection'];
    // 409: another process was first.
    await this.#connection.callUnless(409, 'write', (api, init) =>
      api.createCollection({ collection_name, ...body }, init),
    );
  }

  /** Whether a service was dropped before. */
  async has(service: string): Promise<boolean> {
    return (await this.#points.read(this.#name, [tombstoneId(service)], { with_payload: false })).length > 0;
  }

  /**
   * First where collections to come are told of it, then in those that there are: a writer that saw no tombstone in the first
   * wrote to a collection that was there, and finds it in that one when it looks after its write.
   */
  async add(service: string): Promise<void> {
    const tombstones = [toTombstone(service)];
    await this.#points.writeTogether(this.#name, tombstones);
    for (const name of await this.#collections.names()) await this.#points.writeTogether(name, tombstones);
  }

  /** All dropped services. */
  async all(): Promise<string[]> {
    const services: string[] = [];
    for (let offset: Schemas['ScrollResult']['next_page_offset'] = null; ; ) {
      const page = await this.#points.scroll(this.#name, {
        limit: reclaimPoints,
        with_payload: true,
        ...(offset != null && { offset }),
      });
      services.push(...page.points.map(({ payload }) => String(payload?.[field.dropped])));
      offset = page.next_page_offset;
      if (offset == null) return services;
    }
  }

  /** Delete what is left of these services, a little at a time. */
  async reclaim(services: readonly string[], isEnough: () => boolean): Promise<void> {
    for (let from = 0; from < services.length; from += servicesAtOnce) {
      const some = services.slice(from, from + servicesAtOnce);
      const filter = { should: [matches(field.service, some), matches(field.removedFrom, some)] };
      for (const name of await this.#collections.names()) {
        while (!isEnough()) {
          const { points } = await this.#points.scroll(name, { filter, limit: reclaimPoints, with_payload: false });
          if (points.length === 0) break;
          await this.#points.delete(name, { points: points.map(({ id }) => id) });
        }
      }
    }
  }
}
