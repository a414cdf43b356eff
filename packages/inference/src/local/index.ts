import { join } from 'node:path';
import { Unavailable } from '@openfashion/contract';
import type { Manifest, Task } from '../manifest.js';
import type { Detector, Embedder, InferenceObserver, Served, Tagger } from '../port.js';
import type { ExecutionProvider, Gpu } from '../process/protocol.js';
import { readModel } from '../read-model.js';
import { createPort, type Ports, taskNames } from '../tasks/index.js';
import { LocalModel } from './local-model.js';

export type { LocalModel } from './local-model.js';

export interface LocalModelOptions {
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
 * Load and warm the model of a task; resolves when it can serve.
 * @throws ModelError naming the file that is wrong, or the provider that cannot run it
 */
export async function openLocalModel<Of extends Task>(
  task: Of,
  { modelsDir, executionProvider: provider, threads, gpu, observer }: LocalModelOptions,
): Promise<LocalModel<Manifest<Of>>> {
  const model = await readModel(join(modelsDir, taskNames[task]), task, provider);
  return LocalModel.start(model, { provider, threads, ...(gpu && { gpu }) }, observer);
}

/** The port of a task on a model of this machine. @throws as {@link openLocalModel} does */
export async function openLocal<Of extends Task>(task: Of, options: LocalModelOptions): Promise<Served<Ports[Of]>> {
  const model = await openLocalModel(task, options);
  return {
    port: createPort(task, model.manifest, model),
    check: async () => {
      if (!model.process.running) throw new Unavailable(`the ${taskNames[task]} is not running`);
    },
    close: () => model.process.close(),
  };
}

/**
 * Load and warm all models; resolves when all of them can serve.
 * @throws as {@link openLocalModel} does; what was opened is closed
 */
export async function openLocalModels(options: LocalModelOptions): Promise<LocalModels> {
  const starts = await Promise.allSettled([
    openLocalModel('detect', options),
    openLocalModel('embed', options),
    openLocalModel('tag', options),
  ]);
  const processes = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value.process] : []));
  const close = async () => void (await Promise.all(processes.map((process) => process.close())));
  const [detect, embed, tag] = starts;
  if (detect.status === 'rejected' || embed.status === 'rejected' || tag.status === 'rejected') {
    await close();
    throw starts.find((start) => start.status === 'rejected')?.reason;
  }
  return {
    detector: createPort('detect', detect.value.manifest, detect.value),
    embedder: createPort('embed', embed.value.manifest, embed.value),
    tagger: createPort('tag', tag.value.manifest, tag.value),
    health: () => ({
      detector: detect.value.process.running,
      embedder: embed.value.process.running,
      tagger: tag.value.process.running,
    }),
    ready: async () => void (await Promise.all(processes.map((process) => process.ready()))),
    pids: () => processes.flatMap((process) => process.pid ?? []),
    close,
  };
}
