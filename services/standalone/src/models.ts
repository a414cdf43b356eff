import { fileURLToPath } from 'node:url';
import {
  type Detector,
  type Embedder,
  type EmbedderFolder,
  type Embedders,
  embeddersOf,
  findEmbedders,
  type InferenceObserver,
  type Ports,
  type Served,
  type Tagger,
  type Task,
} from '@openfashion/inference';
import { openRemote } from '@openfashion/inference/grpc/client';
import { openLocal } from '@openfashion/inference/local';
import { gpuOf, type Settings, tlsFiles } from '@openfashion/settings';
import type { Logger } from '@openfashion/telemetry';
import { openEmbedders } from './embedders.js';

/** The models, each in this process's care or behind a service of its own, as the settings say. */
export interface Models {
  readonly detector: Served<Detector>;
  readonly embedders: Embedders;
  /** The same, that of new services first. */
  readonly servedEmbedders: readonly Served<Embedder>[];
  /** Embedders that the folder of models has, opened or not. */
  readonly embedderFolders: readonly EmbedderFolder[];
  readonly tagger: Served<Tagger>;
  close(): Promise<void>;
}

const ownModels = fileURLToPath(new URL('../../../models', import.meta.url));

/**
 * Open the models; resolves when those of this process can serve. Services are not waited for.
 * @throws ModelError naming the file that is wrong, or the provider that cannot run it; what was opened is closed
 */
export async function openModels(config: Settings, observer: InferenceObserver, logger: Logger): Promise<Models> {
  const modelsDir = config.modelsDirectory ?? ownModels;
  const tls = tlsFiles(config);
  const open = <Of extends Task>(task: Of, address?: string, folder?: string): Promise<Served<Ports[Of]>> => {
    const where = { modelsDir, ...(folder !== undefined && { folder }) };
    if (address === undefined) {
      const { executionProvider, inferenceThreads: threads } = config;
      return openLocal(task, { ...where, executionProvider, threads, gpu: gpuOf(config), observer });
    }
    const onChange = (reachable: boolean) => {
      if (reachable) logger.info({ address }, 'a model service answers again');
      else logger.warn({ address }, 'a model service does not answer; calls fail at once until it does');
    };
    return openRemote(task, { ...where, address, onChange, ...(tls && { tls }) });
  };
  const embedderFolders = await findEmbedders(modelsDir);
  const starts = await Promise.allSettled([
    open('detect', config.detectorAddress),
    openEmbedders(config.embedderAddress, embedderFolders, ({ folder }, address) => open('embed', address, folder)),
    open('tag', config.taggerAddress),
  ]);
  const close = async () => {
    const opened = starts.flatMap((start): Served<unknown>[] =>
      start.status === 'fulfilled' ? [start.value].flat() : [],
    );
    await Promise.all(opened.map((one) => one.close()));
  };
  const [detector, embedders, tagger] = starts;
  if (detector.status === 'rejected' || embedders.status === 'rejected' || tagger.status === 'rejected') {
    await close();
    throw starts.find((start) => start.status === 'rejected')?.reason;
  }
  const [first, ...others] = embedders.value.map(({ port }) => port);
  if (first === undefined) throw new Error('no embedder was opened');
  return {
    detector: detector.value,
    embedders: embeddersOf(first, ...others),
    servedEmbedders: embedders.value,
    embedderFolders,
    tagger: tagger.value,
    close,
  };
}
