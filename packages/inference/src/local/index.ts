import { join } from 'node:path';
import { readModel } from '../manifest.js';
import type { Detector, Embedder, InferenceObserver, Tagger } from '../port.js';
import type { LoadRequest } from '../process/protocol.js';
import { createDetector } from './detector.js';
import { createEmbedder } from './embedder.js';
import { ModelRunner } from './model-runner.js';
import { createTagger } from './tagger.js';

export interface LocalModelsOptions {
  /** Folder with `detector/`, `embedder/` and `tagger/`. */
  readonly modelsDir: string;
  readonly executionProvider: LoadRequest['provider'];
  /** Threads of one run of one model. */
  readonly threads: number;
  readonly observer?: InferenceObserver;
}

/** The three models on this machine, each in a process of its own. */
export interface LocalModels {
  readonly detector: Detector;
  readonly embedder: Embedder;
  readonly tagger: Tagger;
  /** Which of them can serve now. */
  health(): { readonly detector: boolean; readonly embedder: boolean; readonly tagger: boolean };
  /** Process ids, for operators and for tests that kill them. */
  pids(): readonly number[];
  close(): Promise<void>;
}

/**
 * Load and warm the models; resolves when all of them can serve.
 * @throws ModelError naming the file that is wrong, or the provider that cannot run it
 */
export async function openLocalModels(options: LocalModelsOptions): Promise<LocalModels> {
  const { modelsDir, executionProvider: provider, threads, observer } = options;
  const [detect, embed, tag] = await Promise.all([
    readModel(join(modelsDir, 'detector'), 'detect'),
    readModel(join(modelsDir, 'embedder'), 'embed'),
    readModel(join(modelsDir, 'tagger'), 'tag'),
  ]);
  const starts = await Promise.allSettled(
    [detect, embed, tag].map((model) => ModelRunner.start(model, { provider, threads }, observer)),
  );
  const runners = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const close = async () => void (await Promise.all(runners.map((runner) => runner.process.close())));
  const [detector, embedder, tagger] = runners;
  if (detector === undefined || embedder === undefined || tagger === undefined) {
    await close();
    throw starts.find((start) => start.status === 'rejected')?.reason;
  }
  return {
    detector: createDetector(detect.manifest, detector),
    embedder: createEmbedder(embed.manifest, embedder),
    tagger: createTagger(tag.manifest, tagger),
    health: () => ({
      detector: detector.process.running,
      embedder: embedder.process.running,
      tagger: tagger.process.running,
    }),
    pids: () => runners.flatMap((runner) => runner.process.pid ?? []),
    close,
  };
}
