import type { Schemas } from '@qdrant/js-client-rest';
import type { Collection } from '../port.js';
import type { Connection } from './connection.js';
import { collectionName, collectionPrefix } from './names.js';
import type { Settled } from './options.js';
import { isWithin, replication } from './replication.js';
import { documentIndexes, graph, schemaVersion, strictMode } from './schema.js';

/** What a collection's own metadata says of it. */
interface Metadata {
  readonly schema: number;
  readonly embedding: string;
  readonly calibration?: Collection['calibration'];
}

type Info = Schemas['CollectionInfo'];

/** The collections of documents, one for each embedding id. */
export class Collections {
  readonly #connection: Connection;
  readonly #options: Settled;
  readonly #known = new Map<string, Collection>();

  constructor(connection: Connection, options: Settled) {
    this.#connection = connection;
    this.#options = options;
  }

  name(embedding: string): string {
    return collectionName(this.#options.prefix, embedding);
  }

  /** Names of all that there are. */
  async names(): Promise<string[]> {
    const { collections } = await this.#connection.call('read', (api, init) => api.getCollections({}, init));
    const prefix = collectionPrefix(this.#options.prefix);
    return collections.map(({ name }) => name).filter((name) => name.startsWith(prefix));
  }

  async find(embedding: string): Promise<Collection | undefined> {
    const known = this.#known.get(embedding);
    if (known) return known;
    const info = await this.#info(this.name(embedding));
    return info && this.#keep(toCollection(info));
  }

  /** As {@link find}; one that is not there is a mistake of the caller's. */
  async require(embedding: string): Promise<Collection> {
    const collection = await this.find(embedding);
    if (collection === undefined) throw new RangeError(`no collection of the embedding ${embedding}`);
    return collection;
  }

  /** Several processes may do this at once. */
  async ensure(wanted: Collection): Promise<Collection> {
    const name = this.name(wanted.embedding);
    const info = (await this.#info(name)) ?? (await this.#create(name, wanted));
    const stored = toCollection(info);
    if (stored.dimension !== wanted.dimension) {
      throw new RangeError(
        `the collection ${stored.embedding} has ${stored.dimension} dimensions, not ${wanted.dimension}`,
      );
    }
    await this.#update(name, info, stored.dimension);
    await this.#index(name, info);
    return this.#keep(stored);
  }

  #keep(collection: Collection): Collection {
    this.#known.set(collection.embedding, collection);
    return collection;
  }

  #info(name: string): Promise<Info | undefined> {
    return this.#connection.callUnless(404, 'read', (api, init) => api.getCollection({ collection_name: name }, init));
  }

  async #create(name: string, { embedding, dimension, calibration }: Collection): Promise<Info> {
    const { shardNumber } = this.#options;
    const body = {
      // Of unit vectors the same as the cosine, and stored as they are: for `Cosine` the server would normalise them again.
      vectors: { size: dimension, distance: 'Dot' } satisfies Schemas['VectorParams'],
      ...replication(this.#options),
      ...(shardNumber !== undefined && { shard_number: shardNumber }),
      hnsw_config: graph(dimension),
      strict_mode_config: strictMode,
      metadata: { schema: schemaVersion, embedding, ...(calibration && { calibration }) } satisfies Metadata,
    } satisfies Schemas['CreateCollection'];
    // 409: another process was first.
    await this.#connection.callUnless(409, 'write', (api, init) =>
      api.createCollection({ collection_name: name, ...body }, init),
    );
    return this.#connection.call('read', (api, init) => api.getCollection({ collection_name: name }, init));
  }

  /** Bring settings that differ from this release's and this process's up to date. */
  async #update(name: string, { config }: Info, dimension: number): Promise<void> {
    const { replicationFactor, shardNumber, notice } = this.#options;
    const params = replication(this.#options);
    const wanted = { params, hnsw_config: graph(dimension), strict_mode_config: strictMode };
    const body: Schemas['UpdateCollection'] = {
      ...(!isWithin(wanted.params, config.params) && { params }),
      ...(!isWithin(wanted.hnsw_config, config.hnsw_config) && { hnsw_config: wanted.hnsw_config }),
      ...(!isWithin(wanted.strict_mode_config, config.strict_mode_config) && { strict_mode_config: strictMode }),
    };
    if (shardNumber !== undefined && shardNumber !== config.params.shard_number) {
      notice(`${name}: has ${config.params.shard_number} shards, which cannot be changed to ${shardNumber}`);
    }
    if (Object.keys(body).length === 0) return;
    await this.#connection.call('write', (api, init) => api.updateCollection({ collection_name: name, ...body }, init));
    const copies = config.params.replication_factor ?? 1;
    if (copies === replicationFactor) return;
    notice(
      `${name}: replication factor ${replicationFactor} instead of ${copies}; shards that exist keep their copies`,
    );
  }

  /** Of an older release, or of a process that died on the way, some indexes may lack. */
  async #index(name: string, { payload_schema }: Info): Promise<void> {
    for (const [key, schema] of Object.entries(documentIndexes)) {
      if (payload_schema[key] !== undefined) continue;
      const body = { field_name: key, field_schema: schema } satisfies Schemas['CreateFieldIndex'];
      await this.#connection.call('write', (api, init) =>
        api.createFieldIndex({ collection_name: name, wait: true, ...body }, init),
      );
    }
  }
}

function toCollection({ config }: Info): Collection {
  const metadata = (config.metadata ?? {}) as Partial<Metadata>;
  const { embedding, calibration, schema } = metadata;
  const dimension = config.params.vectors?.size;
  if (typeof embedding !== 'string' || typeof schema !== 'number' || typeof dimension !== 'number') {
    throw new Error('a collection of this name was not made by this product');
  }
  if (schema > schemaVersion) {
    throw new Error(`${embedding}: made by a newer release (schema ${schema}; this release knows ${schemaVersion})`);
  }
  return { embedding, dimension, ...(calibration && { calibration }) };
}
