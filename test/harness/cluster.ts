import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operatorOf } from '@openfashion/composition/operator';
import { openStores, type Stores, storeSettings } from '@openfashion/composition/stores';
import { taskNames } from '@openfashion/inference';
import { readSettings } from '@openfashion/settings';
import { createLogger, startUp } from '@openfashion/telemetry';
import { createTenancy, type Tenancy } from '@openfashion/tenancy';
import type { Operator } from '@openfashion/tenancy/operator';
import { allOrNone } from './all-or-none.js';
import { type Client, createClient } from './client.js';
import { freePort } from './free-port.js';
import { GatewayProcess } from './gateway-process.js';
import { IndexerProcess } from './indexer-process.js';
import { tasks } from './model-service.js';
import { ModelServices } from './model-services.js';
import type { NameServer } from './name-server.js';
import { NatsServer, type NatsServerOptions, natsVersion } from './nats-server.js';
import type { ProcessUnderTest } from './process-under-test.js';
import { QdrantServer, qdrantPlace, qdrantVersion } from './qdrant-server.js';
import { shopSettings } from './server-process.js';

/** Why a cluster cannot be started on this machine; undefined where it can. */
export const clusterLacks =
  natsVersion === undefined
    ? 'there is no nats-server on this machine'
    : qdrantVersion === undefined
      ? 'there is no qdrant on this machine'
      : undefined;

export interface ClusterOptions {
  readonly gateways?: number;
  readonly indexers?: number;
  /**
   * Settings of gateways and indexers beside where their stores and models are. A store whose address is among them is the
   * caller's own, and none is started.
   */
  readonly environment?: Readonly<Record<string, string>>;
  /** Settings of every process of the product. */
  readonly everywhere?: Readonly<Record<string, string>>;
  readonly nats?: NatsServerOptions;
  /** Where the model services are found by name. */
  readonly names?: NameServer;
}

/** Stores of a cluster, and what works on them directly. */
export interface OpenedStores extends Stores {
  readonly tenancy: Tenancy;
  readonly operator: Operator;
  close(): Promise<unknown>;
}

/** One process from its start to its end. */
export interface Life {
  /** What it is: `gateway 0`, `qdrant`. */
  readonly name: string;
  readonly process: ProcessUnderTest;
}

/** In place of a store that is the caller's own. */
const nothing = Promise.resolve(undefined);

/** The whole product as processes of this machine: stores, model services, gateways, indexers. */
export class Cluster implements AsyncDisposable {
  readonly gateways: GatewayProcess[] = [];
  readonly indexers: IndexerProcess[] = [];
  /** Of the processes that were started more than once. */
  readonly #lives: Life[] = [];
  readonly #ports: readonly number[];
  readonly #nats: NatsServer | undefined;
  #qdrant: QdrantServer | undefined;

  private constructor(
    stores: { readonly nats: NatsServer | undefined; readonly qdrant: QdrantServer | undefined },
    readonly models: ModelServices,
    private readonly directory: string,
    private readonly environment: Readonly<Record<string, string>>,
    ports: readonly number[],
  ) {
    this.#nats = stores.nats;
    this.#qdrant = stores.qdrant;
    this.#ports = ports;
    if (stores.qdrant) this.#lives.push({ name: 'qdrant', process: stores.qdrant });
  }

  /** Resolves when all are ready. @throws Error when one does not start; then none runs */
  static async open(options: ClusterOptions = {}): Promise<Cluster> {
    const { gateways = 1, indexers = 1, environment = {}, everywhere = {}, nats, names } = options;
    const directory = await mkdtemp(join(tmpdir(), 'cluster-'));
    let cluster: Cluster | undefined;
    try {
      const ports = await Promise.all(Array.from({ length: gateways }, freePort));
      const [broker, qdrant, models] = await allOrNone([
        environment['OPENFASHION_NATS_URL'] === undefined ? NatsServer.start(nats) : nothing,
        environment['OPENFASHION_QDRANT_URL'] === undefined
          ? qdrantPlace(directory).then((place) => new QdrantServer(place).ready())
          : nothing,
        ModelServices.open(everywhere, names),
      ]);
      const settings = {
        ...shopSettings,
        ...everywhere,
        ...models.settings,
        ...(broker && { OPENFASHION_NATS_URL: broker.url }),
        ...(qdrant && { OPENFASHION_QDRANT_URL: qdrant.url }),
        ...environment,
      };
      cluster = new Cluster({ nats: broker, qdrant }, models, directory, settings, ports);
      for (let index = 0; index < gateways; index++) cluster.startGateway(index);
      for (let index = 0; index < indexers; index++) cluster.startIndexer(index);
      await cluster.ready();
      return cluster;
    } catch (error) {
      await cluster?.[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
      throw error;
    }
  }

  /** @throws Error where it is the caller's own */
  get nats(): NatsServer {
    return started(this.#nats);
  }

  /** Another one when it is started again. @throws Error where it is the caller's own */
  get qdrant(): QdrantServer {
    return started(this.#qdrant);
  }

  /** All processes that it has started so far. */
  get lives(): readonly Life[] {
    return [
      ...this.#lives,
      ...(this.#nats?.lives ?? []).map((process): Life => ({ name: 'nats', process })),
      ...this.models.lives.map((process): Life => ({ name: taskNames[process.task], process })),
    ];
  }

  /** Start a gateway that does not run, on the port that it had before; the next one beside it needs another (0: a free one). */
  startGateway(index: number, port = this.#ports[index]): GatewayProcess {
    const gateway = new GatewayProcess(this.environment, port);
    this.gateways[index] = gateway;
    this.#lives.push({ name: `gateway ${index}`, process: gateway });
    return gateway;
  }

  startIndexer(index: number): IndexerProcess {
    const indexer = new IndexerProcess(this.environment);
    this.indexers[index] = indexer;
    this.#lives.push({ name: `indexer ${index}`, process: indexer });
    return indexer;
  }

  async restartQdrant(): Promise<void> {
    const qdrant = new QdrantServer(this.qdrant.place);
    this.#qdrant = qdrant;
    this.#lives.push({ name: 'qdrant', process: qdrant });
    await qdrant.ready();
  }

  /** Resolves when every gateway and indexer has started. */
  async ready(): Promise<void> {
    await Promise.all([
      ...this.gateways.map((gateway) => gateway.baseUrl()),
      ...this.indexers.map((indexer) => indexer.operatorUrl()),
    ]);
  }

  /** Where its first gateway, or another, listens. */
  async baseUrl(gateway = 0): Promise<string> {
    return (await this.gateways[gateway]?.baseUrl()) ?? '';
  }

  /** Where its processes answer operators. */
  operatorUrls(): Promise<string[]> {
    return Promise.all([
      ...this.gateways.map((gateway) => gateway.baseUrl()),
      ...this.indexers.map((indexer) => indexer.operatorUrl()),
      ...tasks.map((task) => this.models.of(task).operatorUrl()),
    ]);
  }

  /** Its stores, as an operator or a test opens them. */
  async openStores(): Promise<OpenedStores> {
    const logger = createLogger({ name: 'test', level: 'error' });
    const config = readSettings(this.environment, storeSettings);
    return startUp({ logger, grace: 10_000 }, async (onStop, close) => {
      const stores = await openStores(config, { logger, onStop });
      const { operator } = operatorOf({ ...stores, catalog: async () => stores.catalog });
      return { ...stores, tenancy: createTenancy(stores), operator, close };
    });
  }

  /** A client of a new app key. */
  async newClient(): Promise<Client> {
    const { operator, close } = await this.openStores();
    const keys = await operator.createAppKey();
    await close();
    return createClient(await this.baseUrl(), keys);
  }

  /** Stop all, first those who use the others. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.gateways, ...this.indexers].map((one) => one.stop()));
    await this.models[Symbol.asyncDispose]();
    await Promise.all([this.#nats?.[Symbol.asyncDispose](), this.#qdrant?.kill()]);
    await rm(this.directory, { recursive: true, force: true });
  }
}

function started<Server>(server: Server | undefined): Server {
  if (server === undefined) throw new Error('this cluster is on a store of its caller');
  return server;
}

/** Versions of the servers that it runs on, as a run prints them. */
export const clusterVersions = `nats-server ${natsVersion}, qdrant ${qdrantVersion}`;
