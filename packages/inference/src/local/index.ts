import { join } from 'node:path';
import { Unavailable } from '@openfashion/contract';
import type { Manifest, Task } from '../manifest.js';
import type { InferenceObserver, Served } from '../port.js';
import type { ExecutionProvider, Gpu } from '../process/protocol.js';
import { readModel } from '../read-model.js';
import { createPort, type Ports, taskNames } from '../tasks/index.js';
import { LocalModel } from './local-model.js';

export type { LocalModel } from './local-model.js';

export interface LocalModelOptions {
  /** Folder with `detector/`, `embedder/` and `tagger/`. */
  readonly modelsDir: string;
  /** Name of the model's folder there, if it is not that of its task. */
  readonly folder?: string;
  readonly executionProvider: ExecutionProvider;
  /** Threads of one run of one model. */
  readonly threads: number;
  /** Absent: the first GPU, and as much of its memory as there is. */
  readonly gpu?: Gpu;
  readonly observer?: InferenceObserver;
}

/**
 * Load and warm the model of a task; resolves when it can serve.
 * @throws ModelError naming the file that is wrong, or the provider that cannot run it
 */
export async function openLocalModel<Of extends Task>(
  task: Of,
  { modelsDir, folder = taskNames[task], executionProvider: provider, threads, gpu, observer }: LocalModelOptions,
): Promise<LocalModel<Manifest<Of>>> {
  const model = await readModel(join(modelsDir, folder), task, provider);
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
