import { Unavailable } from '@openfashion/contract';
import type { Schemas } from '@qdrant/js-client-rest';
import type { Connection, Request } from './connection.js';
import { isBelow, matches } from './filters.js';
import type { Settled } from './options.js';
import { field, newerOf, type Point, type StoredPoint, seqOf } from './points.js';

/** Bytes that a request or answer has at most, with room to what a server takes (32 MB). */
const maxBytes = 16_000_000;
/** Most bytes of a payload: fields of the contract's lengths in four-byte characters. */
const payloadBytes = 7_500;
/** Bytes of one number of a vector, as text and in the payload. */
const numberBytes = 28;

/** How many points of a dimension one request or answer may hold. */
export const pointsAtOnce = (dimension: number): number =>
  Math.max(1, Math.floor(maxBytes / (payloadBytes + dimension * numberBytes)));

/** Points of any collection, read and written under the seq rule. */
export class PointsStore {
  readonly #connection: Connection;
  readonly #ordering: Settled['ordering'];
  readonly #copies: number;

  constructor(connection: Connection, options: Pick<Settled, 'ordering' | 'replicationFactor'>) {
    this.#connection = connection;
    this.#ordering = options.ordering;
    this.#copies = options.replicationFactor;
  }

  read(name: string, ids: readonly string[], parts: Omit<Schemas['PointRequest'], 'ids'>): Promise<StoredPoint[]> {
    const body = { ids: [...ids], ...parts } satisfies Schemas['PointRequest'];
    return this.#connection.call('read', (api, init) => api.getPoints({ collection_name: name, ...body }, init));
  }

  /**
   * The same, of each point the newest of its copies: a node that is about to end, or was started again, answers for some seconds
   * from a copy that lacks what the others have acknowledged meanwhile, before they agree that it is not to be asked
   * (qdrant 1.18: `locally_disabled_peers`). So every node is asked, of those whose addresses are known; of each point's nodes one
   * at least has to answer.
   */
  async readNewest(
    name: string,
    ids: readonly string[],
    fields: readonly (typeof field)[keyof typeof field][],
  ): Promise<StoredPoint[]> {
    const body = { ids: [...ids], with_payload: [...new Set([field.seq, ...fields])] };
    const nodes = this.#connection.nodes;
    if (this.#copies < 2 || nodes < 2) return this.read(name, body.ids, body);
    const answers = await this.#connection.callEach(Math.max(1, nodes - this.#copies + 1), (api, init) =>
      api.getPoints({ collection_name: name, ...body }, init),
    );
    const newest = new Map<StoredPoint['id'], StoredPoint>();
    for (const point of answers.flat()) newest.set(point.id, newerOf(newest.get(point.id), point));
    return [...newest.values()];
  }

  /** Their seqs, of those that are stored: of the newest copies. */
  async seqs(name: string, ids: readonly string[]): Promise<Map<string, number>> {
    const stored = await this.readNewest(name, ids, []);
    return new Map(stored.map((point) => [String(point.id), seqOf(point)]));
  }

  /** Points in the order of their ids, from an id on. */
  scroll(name: string, body: Schemas['ScrollRequest']) {
    return this.#connection.call('read', (api, init) => api.scrollPoints({ collection_name: name, ...body }, init));
  }

  /**
   * Write points together: those that are not stored, and those whose stored seq is below all of theirs. Others stay as they
   * are; each copy of the collection decides alike, in whatever order writes reach it.
   */
  async writeTogether(name: string, points: readonly Point[]): Promise<void> {
    const body = newer(points);
    await this.#written((api, init) =>
      api.upsertPoints({ collection_name: name, wait: true, ordering: this.#ordering, ...body }, init),
    );
  }

  /** Write points, each where it is not stored or its stored seq is below its own, in one request. */
  async writeEach(name: string, points: readonly Point[]): Promise<void> {
    const operations = points.map((point) => ({ upsert: newer([point]) }) satisfies Schemas['UpsertOperation']);
    const results = await this.#connection.call('write', (api, init) =>
      api.batchUpdate({ collection_name: name, wait: true, ordering: this.#ordering, operations }, init),
    );
    for (const result of results) checkWritten(result);
  }

  async delete(name: string, selector: Schemas['PointsSelector']): Promise<void> {
    await this.#written((api, init) =>
      api.deletePoints({ collection_name: name, wait: true, ordering: this.#ordering, ...selector }, init),
    );
  }

  /**
   * Resolves when every write that was acknowledged before can be read: a server older than 1.19 that was killed answers reads
   * before it has carried out the end of its log again (qdrant#9930). This is a write behind all of those, to nothing.
   */
  async catchUp(name: string): Promise<void> {
    await this.delete(name, { filter: { must: [matches(field.service, [''])] } });
  }

  async #written(request: Request<Schemas['UpdateResult']>): Promise<void> {
    checkWritten(await this.#connection.call('write', request));
  }
}

function newer(points: readonly Point[]) {
  const oldest = Math.min(...points.map(seqOf));
  const filter = { must: [isBelow(field.seq, oldest)] } satisfies Schemas['Filter'];
  return { points: [...points], update_filter: filter } satisfies Schemas['PointsList'];
}

/** With `wait`, anything else than completed means that the write may not be there yet. */
function checkWritten({ status }: Schemas['UpdateResult']): void {
  if (status !== 'completed') throw new Unavailable(`Qdrant has not completed a write: ${status}`);
}
