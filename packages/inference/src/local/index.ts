import { join } from 'node:path';
import type { Detector, Embedder, InferenceObserver, Tagger } from '../port.js';
import type { ExecutionProvider, Gpu } from '../process/protocol.js';
import { readModel } from '../read-model.js';
import { createDetector } from './detector.js';
import { createEmbedder } from './embedder.js';
import { ModelRunner } from './model-runner.js';
import { createTagger } from './tagger.js';

export interface LocalModelsOptions {
  /** Folder with `detector/`, `embedder/` and `tagger/`. */
  readonly modelsDir: string;
  readonly executionProvider: ExecutionProvider;
  /** Threads of one run of one model. */
  readonly threads: number;
  /** Absent: the first GPU, and as much of its memory as there is. */
  readonly gpu?: Gpu;
  readonly observer?: InferenceObserver;
}

/** The three models on this machine, each in a process of its own. */
export interface LocalModels {
  readonly detector: Detector;
  readonly embedder: Embedder;
  readonly tagger: Tagger;
  /** Which of them can serve now. */
  health(): { readonly detector: boolean; readonly embedder: boolean; readonly tagger: boolean };
  /** Resolves when all of them can serve; one whose process died is started again by itself. */
  ready(): Promise<void>;
  /** Ids of the processes of detector, embedder and tagger that live, for operators and for tests that kill them. */
  pids(): readonly number[];
  /** Finish the runs in hand and end the processes; calls that still wait fail with Unavailable. */
  close(): Promise<void>;
}

/**
 * Load and warm the models; resolves when all of them can serve.
 * @throws ModelError naming the file that is wrong, or the provider that cannot run it
 */
export async function openLocalModels(options: LocalModelsOptions): Promise<LocalModels> {
  const { modelsDir, executionProvider: provider, threads, gpu, observer } = options;
  const [detect, embed, tag] = await Promise.all([
    readModel(join(modelsDir, 'detector'), 'detect', provider),
    readModel(join(modelsDir, 'embedder'), 'embed', provider),
    readModel(join(modelsDir, 'tagger'), 'tag', provider),
  ]);
  const starts = await Promise.allSettled(
    [detect, embed, tag].map((model) => ModelRunner.start(model, { provider, threads, ...(gpu && { gpu }) }, observer)),
  );
  const runners = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const processes = runners.map((runner) => runner.process);
  const close = async () => void (await Promise.all(processes.map((process) => process.close())));
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
    ready: async () => void (await Promise.all(processes.map((process) => process.ready()))),
    pids: () => processes.flatMap((process) => process.pid ?? []),
    close,
  };
}
