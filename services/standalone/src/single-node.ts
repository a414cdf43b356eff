import type { Server } from 'node:http';
import { join, resolve } from 'node:path';
import { lockDirectory, openEmbeddedBackplane } from '@openfashion/backplane/embedded';
import { openEmbeddedCatalog } from '@openfashion/catalog/embedded';
import { closeHttpServer, createApp, createHttpServer } from '@openfashion/gateway';
import { createDecoder, createDownloader } from '@openfashion/imaging';
import { createIndexing } from '@openfashion/indexing';
import type { Detector, Embedder, Tagger } from '@openfashion/inference';
import { picturesDirectory } from '@openfashion/samples';
import type { Settings } from '@openfashion/settings';
import {
  createHealth,
  createMetrics,
  type Logger,
  listen,
  observeCalls,
  portOf,
  reachableAt,
  type ShutdownStep,
  shutDown,
} from '@openfashion/telemetry';
import { createModelChanges, createTenancy } from '@openfashion/tenancy';
import { localOperator, serveOperator } from '@openfashion/tenancy/operator';
import { dependencies } from './dependencies.js';
import { createFirstKeys, type NewKeys, samplesAppKey } from './first-start.js';
import { followEmbedder } from './model-change.js';
import { openModels } from './models.js';
import { observers } from './observers.js';
import { indexSamples, ownPictures, samplesPath } from './samples.js';
import { warmUp } from './warm-up.js';

/** A running single node. */
export interface SingleNode {
  /** Where it listens, e.g. `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
  /** Key pairs that this start made. */
  readonly keys: NewKeys;
  /** Number of products in the sample catalogue, once it is indexed; 0 where there is none. */
  readonly samplesIndexed: Promise<number>;
  /** The models as this process asks them: what the evaluation wants beyond REST. */
  readonly models: { readonly detector: Detector; readonly embedder: Embedder; readonly tagger: Tagger };
  /** Finish what was accepted and close; resolves to whether that went well within the grace period. */
  stop(): Promise<boolean>;
}

const MB = 1_048_576;
/** Memory that uploads of requests in flight may hold together. */
const uploadBytes = 256 * MB;

/**
 * Compose and start every part in this process, on embedded stores. What was opened is closed again if a later
 * part cannot start.
 */
export async function startSingleNode(config: Settings, logger: Logger): Promise<SingleNode> {
  const opened: ShutdownStep[] = [];
  const close = () => shutDown({ logger, grace: config.shutdownGrace, steps: [...opened].reverse() });
  try {
    return await start(config, logger, opened, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  config: Settings,
  logger: Logger,
  opened: ShutdownStep[],
  stop: () => Promise<boolean>,
): Promise<SingleNode> {
  const metrics = createMetrics();
  const observe = observers(metrics, logger);
  const onStop = (name: string, run: ShutdownStep['run']) => opened.push({ name, run });

  const directory = resolve(config.dataDirectory);
  const lock = await lockDirectory(directory);
  onStop('data folder', () => lock.release());
  const backplane = await openEmbeddedBackplane({ directory: join(directory, 'backplane') });
  onStop('backplane', () => backplane.close());
  const plainCatalog = await openEmbeddedCatalog({ directory: join(directory, 'catalog') });
  onStop('catalog', () => plainCatalog.close());
  const catalog = observeCalls(plainCatalog, observe.store('catalog'));
  const tenancy = createTenancy({ backplane });
  const modelChanges = createModelChanges({ backplane, tenancy });
  const working = new AbortController();
  // Goes on while the models are being loaded.
  const warming = warmUp({ catalog: plainCatalog, tenancy }, working.signal).catch((err: unknown) =>
    logger.warn({ err }, 'the first searches will be slow'),
  );
  onStop('warm-up', () => {
    working.abort();
    return warming;
  });

  metrics.gauge('openfashion_documents', 'Documents of all services', async () => {
    const services = await tenancy.allServices();
    const counts = services.map(({ service: { id, embedding } }) => catalog.count({ service: id, embedding }));
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  });

  const served = await openModels(config, observe.inference, logger);
  onStop('models', () => served.close());
  const { embedders } = served;
  const [detector, tagger] = [served.detector.port, served.tagger.port];
  for (const { embedding } of embedders.all) {
    const { id, dimension, calibration } = embedding;
    await catalog.ensureCollection({ embedding: id, dimension, ...(calibration && { calibration }) });
  }

  await followEmbedder({ tenancy, modelChanges, embedders, folders: served.embedderFolders, logger });

  const server: { current?: Server } = {};
  const bases = () => [
    ...(config.publicUrl ? [config.publicUrl] : []),
    ...(server.current ? [address(config, server.current)] : []),
  ];
  const downloader = createDownloader({
    allowCidrs: config.downloadAllowCidrs,
    hostConcurrency: config.downloadsPerHost,
    own: (url) => ownPictures(bases())(url),
    observer: observe.download,
  });
  onStop('downloads', () => downloader.close());
  // One each, so that no request waits for the pictures of an index job.
  const newDecoder = () => createDecoder({ maxPixelsInFlight: config.decodePixels, observer: observe.decode });
  const indexing = createIndexing({
    backplane,
    catalog,
    tenancy,
    detector,
    embedders,
    downloader,
    decoder: newDecoder(),
    observer: observe.indexing,
  });

  const health = createHealth(dependencies({ backplane, catalog, models: served }));
  const app = createApp({
    tenancy,
    catalog,
    indexing,
    detector,
    embedders,
    tagger,
    downloader,
    decoder: newDecoder(),
    logger,
    metrics,
    health,
    linkKey: await tenancy.deploymentKey('link'),
    inferenceTimeout: config.inferenceTimeout,
    pictureCacheBytes: config.pictureCache * MB,
    uploadBytes,
    folders: config.samples ? { [samplesPath]: picturesDirectory } : {},
  });
  const operator = await serveOperator({
    socketPath: join(directory, 'operator.sock'),
    operator: localOperator({
      tenancy,
      modelChanges,
      jobs: indexing,
      embeddings: embedders.all.map(({ embedding }) => embedding.id),
    }),
  });
  onStop('operator channel', () => operator.close());

  const work = indexing.run(working.signal);
  work.catch((err: unknown) => logger.fatal({ err }, 'indexing stopped'));
  onStop('indexing', async () => {
    working.abort();
    await work;
  });

  const http = createHttpServer(app);
  await listen(http, config);
  server.current = http;
  onStop('requests', () => {
    health.stop();
    return closeHttpServer(http);
  });
  const baseUrl = config.publicUrl ?? address(config, http);

  const keys = await createFirstKeys(tenancy, config.samples);
  const samplesKey = config.samples ? await samplesAppKey(tenancy) : undefined;
  const samplesIndexed = samplesKey
    ? indexSamples(
        { tenancy, catalog, indexing, embedding: embedders.default.embedding.id, baseUrl },
        samplesKey,
        working.signal,
      )
    : Promise.resolve(0);
  samplesIndexed.catch((err: unknown) => logger.error({ err }, 'the sample catalogue could not be indexed'));
  logger.info({ address: address(config, http), directory }, 'listening');
  const models = { detector, embedder: embedders.default, tagger };
  return { baseUrl, keys, samplesIndexed, models, stop };
}

/** An address at which this machine reaches the server. */
const address = ({ host }: Settings, server: Server): string => `http://${reachableAt(host, portOf(server))}`;
