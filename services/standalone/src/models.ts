import { fileURLToPath } from 'node:url';
import type { Detector, Embedder, InferenceObserver, Ports, Served, Tagger, Task } from '@openfashion/inference';
import { openRemote } from '@openfashion/inference/grpc/client';
import { openLocal } from '@openfashion/inference/local';
import { gpuOf, type Settings, tlsFiles } from '@openfashion/settings';
import type { Logger } from '@openfashion/telemetry';

/** The three models, each in this process's care or behind a service of its own, as the settings say. */
export interface Models {
  readonly detector: Served<Detector>;
  readonly embedder: Served<Embedder>;
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
  const open = <Of extends Task>(task: Of, address: string | undefined): Promise<Served<Ports[Of]>> => {
    if (address === undefined) {
      const { executionProvider, inferenceThreads: threads } = config;
      return openLocal(task, { modelsDir, executionProvider, threads, gpu: gpuOf(config), observer });
    }
    const onChange = (reachable: boolean) => {
      if (reachable) logger.info({ address }, 'a model service answers again');
      else logger.warn({ address }, 'a model service does not answer; calls fail at once until it does');
    };
    return openRemote(task, { address, modelsDir, onChange, ...(tls && { tls }) });
  };
  const starts = await Promise.allSettled([
    open('detect', config.detectorAddress),
    open('embed', config.embedderAddress),
    open('tag', config.taggerAddress),
  ]);
  const close = async () => {
    await Promise.all(starts.map((start) => start.status === 'fulfilled' && start.value.close()));
  };
  const [detector, embedder, tagger] = starts;
  if (detector.status === 'rejected' || embedder.status === 'rejected' || tagger.status === 'rejected') {
    await close();
    throw starts.find((start) => start.status === 'rejected')?.reason;
  }
  return { detector: detector.value, embedder: embedder.value, tagger: tagger.value, close };
}
