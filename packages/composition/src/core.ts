import { createDecoder, createDownloader, type Decoder, type Downloader } from '@openfashion/imaging';
import { createIndexing, type Indexing } from '@openfashion/indexing';
import type { EmbedderFolder, Embedders } from '@openfashion/inference';
import type { SettingName, Settings } from '@openfashion/settings';
import { type Logger, type OnStop, observeCalls, type Told } from '@openfashion/telemetry';
import { createModelChanges, createTenancy, type ModelChanges, type Tenancy } from '@openfashion/tenancy';
import { dependencies } from './dependencies.js';
import { observeDeployment } from './deployment.js';
import { modelSettings, type NamedPorts, openModels, type SingleTask } from './models.js';
import { observedBackplane } from './observed-backplane.js';
import { observers } from './observers.js';
import { openStores, type Stores, storeSettings } from './stores.js';
import { tracedCatalog, tracedDownloader } from './traced.js';
import { untilThere } from './until-there.js';
import { warmUp } from './warm-up.js';

/** What {@link openCore} reads of the environment. */
export const coreSettings = [
  ...storeSettings,
  ...modelSettings,
  'downloadAllowCidrs',
  'downloadsPerHost',
  'decodePixels',
] as const satisfies readonly SettingName[];
export type CoreSettings = Settings<(typeof coreSettings)[number]>;

export interface CoreOptions<Extra extends SingleTask> {
  /** Models that the process asks beside detector and embedders. */
  readonly extra: readonly Extra[];
  readonly logger: Logger;
  readonly onStop: OnStop;
  /** What the process says of itself, also before its stores are there. */
  readonly told: Told;
  /** Bytes of a picture that the process itself serves (rule 7.2). */
  readonly own?: (url: URL) => Promise<Uint8Array | undefined>;
}

/** What every process that works on stores and models is made of; what it does with them is its own matter. */
export interface Core<Extra extends SingleTask = never> extends Stores, Told {
  readonly logger: Logger;
  readonly tenancy: Tenancy;
  /** What seals links of this deployment (rule 6.3). */
  readonly linkKey: Uint8Array;
  readonly indexing: Indexing;
  readonly modelChanges: ModelChanges;
  readonly models: NamedPorts<'detect'> & NamedPorts<Extra>;
  readonly embedders: Embedders;
  /** Embedders that the folder of models has, opened or not. */
  readonly embedderFolders: readonly EmbedderFolder[];
  readonly downloader: Downloader;
  /** A budget of pictures of its own, so that those who use another need not wait for these. */
  newDecoder(): Decoder;
}

/** Open stores and models as the settings say, and compose what works on them. */
export async function openCore<Extra extends SingleTask = never>(
  config: CoreSettings,
  { extra, logger, onStop, told, own }: CoreOptions<Extra>,
): Promise<Core<Extra>> {
  const { health, metrics } = told;
  const observe = observers(metrics, logger);
  const stores = await openStores(config, { logger, onStop });
  const backplane = observedBackplane(stores.backplane, observe.store('backplane'));
  const system = stores.directory === undefined ? 'qdrant' : 'sqlite';
  const catalog = tracedCatalog(observeCalls(stores.catalog, observe.store('catalog')), system);
  const tenancy = createTenancy({ backplane });
  const linkKey = await untilThere('NATS', () => tenancy.deploymentKey('link'), { logger });
  // Goes on while the models are being loaded.
  if (stores.directory !== undefined) warmUp({ catalog: stores.catalog, tenancy, logger }, onStop);

  const opened = await openModels(['detect', ...extra], config, observe.inference, logger);
  onStop('models', () => opened.close());
  const { embedders, embedderFolders } = opened;
  const models = opened.ports as Core<Extra>['models'];
  for (const { embedding } of embedders.all) {
    const { id, dimension, calibration } = embedding;
    const collection = { embedding: id, dimension, ...(calibration && { calibration }) };
    await untilThere('Qdrant', () => catalog.ensureCollection(collection), { logger });
  }

  const downloads = createDownloader({
    allowCidrs: config.downloadAllowCidrs,
    hostConcurrency: config.downloadsPerHost,
    observer: observe.download,
    ...(own && { own }),
  });
  onStop('downloads', () => downloads.close());
  const downloader = tracedDownloader(downloads);
  const newDecoder = () => createDecoder({ maxPixelsInFlight: config.decodePixels, observer: observe.decode });
  const indexing = createIndexing({
    backplane,
    catalog,
    tenancy,
    detector: models.detector,
    embedders,
    downloader,
    decoder: newDecoder(),
    observer: observe.indexing,
  });
  observeDeployment({ tenancy, catalog, indexing, metrics });
  health.start(dependencies({ backplane, catalog, models: opened.checks }));
  return {
    ...stores,
    backplane,
    catalog,
    logger,
    metrics,
    health,
    tenancy,
    linkKey,
    modelChanges: createModelChanges({ backplane, tenancy }),
    indexing,
    models,
    embedders,
    embedderFolders,
    downloader,
    newDecoder,
  };
}
