import { openCore, operatorOf, runIndexing } from '@openfashion/composition';
import { serveGateway } from '@openfashion/gateway';
import type { Detector, Embedder, Tagger } from '@openfashion/inference';
import { picturesDirectory } from '@openfashion/samples';
import type { Settings } from '@openfashion/settings';
import { type Logger, newTold, type OnStop, type Stop, startUp } from '@openfashion/telemetry';
import { dataFolder, serveOperator } from '@openfashion/tenancy/operator';
import { createFirstKeys, type NewKeys, samplesAppKey } from './first-start.js';
import { followEmbedder } from './model-change.js';
import { indexSamples, ownPictures, samplesPath } from './samples.js';

/** A running single node. */
export interface SingleNode {
  /** Where it listens, e.g. `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
  /** Key pairs that this start made. */
  readonly keys: NewKeys;
  /** Number of products in the sample catalogue, once it is indexed; 0 where there is none. */
  readonly samplesIndexed: Promise<number>;
  /** The models as this process asks them, the embedder of new services: what the evaluation wants beyond REST. */
  readonly models: { readonly detector: Detector; readonly embedder: Embedder; readonly tagger: Tagger };
  /** Finish what was accepted and close; resolves to whether that went well within the grace period. */
  readonly stop: Stop;
}

/** Compose and start every part in this process, on the stores that the settings name. */
export const startSingleNode = (config: Settings, logger: Logger): Promise<SingleNode> =>
  startUp({ logger, grace: config.shutdownGrace }, (onStop, stop) => start(config, logger, onStop, stop));

async function start(config: Settings, logger: Logger, onStop: OnStop, stop: Stop): Promise<SingleNode> {
  const served: { address?: string } = {};
  const own = (url: URL) => ownPictures([config.publicUrl, served.address].filter((base) => base !== undefined))(url);
  const core = await openCore(config, { extra: ['tag'], logger, onStop, told: newTold('standalone'), own });
  const { backplane, tenancy, catalog, indexing, directory, modelChanges, embedders, embedderFolders } = core;
  const embedding = embedders.default.embedding.id;
  // Others who share the stores may have other models.
  if (directory !== undefined) {
    await followEmbedder({ tenancy, modelChanges, embedders, folders: embedderFolders, logger });
    const socketPath = dataFolder(directory).operatorSocket;
    const embeddings = embedders.all.map(({ embedding }) => embedding.id);
    const stores = { backplane, catalog: async () => catalog };
    const channel = await serveOperator({ socketPath, ...operatorOf(stores, embeddings) });
    onStop('operator channel', () => channel.close());
  }
  runIndexing(core, onStop);

  // Others who share the stores may not fetch from this process.
  const samples = config.samples && directory !== undefined;
  const folders = samples ? { [samplesPath]: picturesDirectory } : {};
  const parts = { ...core, ...core.models, decoder: core.newDecoder(), folders };
  served.address = await serveGateway(config, parts, onStop);
  const baseUrl = config.publicUrl ?? served.address;

  const keys = await createFirstKeys(tenancy, samples);
  const samplesKey = samples ? await samplesAppKey(tenancy) : undefined;
  const waiting = new AbortController();
  onStop('waiting for the samples', () => waiting.abort());
  const samplesIndexed = samplesKey
    ? indexSamples({ tenancy, catalog, indexing, embedding, baseUrl }, samplesKey, waiting.signal)
    : Promise.resolve(0);
  samplesIndexed.catch((err: unknown) => logger.error({ err }, 'the sample catalogue could not be indexed'));
  return { baseUrl, keys, samplesIndexed, models: { ...core.models, embedder: embedders.default }, stop };
}
