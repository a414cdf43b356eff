import { fileURLToPath } from 'node:url';
import {
  type EmbedderFolder,
  type Embedders,
  embeddersOf,
  findEmbedders,
  type InferenceObserver,
  type Ports,
  type Served,
  type Task,
  taskNames,
} from '@openfashion/inference';
import { openRemote } from '@openfashion/inference/grpc/client';
import { openLocal } from '@openfashion/inference/local';
import { gpuOf, type SettingName, type Settings, tlsFiles } from '@openfashion/settings';
import type { Logger } from '@openfashion/telemetry';
import { openEmbedders } from './embedders.js';

export const modelSettings = [
  'modelsDirectory',
  'executionProvider',
  'gpuDevice',
  'gpuMemory',
  'inferenceThreads',
  'detectorAddress',
  'embedderAddress',
  'taggerAddress',
  'tlsCa',
  'tlsCertificate',
  'tlsKey',
] as const satisfies readonly SettingName[];
type ModelSettings = Settings<(typeof modelSettings)[number]>;

/** Tasks of which a process asks one model; of embedders it may ask several. */
export type SingleTask = Exclude<Task, 'embed'>;
/** The ports of some tasks, by the names of their models. */
export type NamedPorts<Of extends SingleTask> = { readonly [T in Of as (typeof taskNames)[T]]: Ports[T] };

/** Models, each in this process's care or behind a service of its own, as the settings say. */
export interface Models<Of extends SingleTask> {
  readonly ports: NamedPorts<Of>;
  readonly embedders: Embedders;
  /** Embedders that the folder of models has, opened or not. */
  readonly embedderFolders: readonly EmbedderFolder[];
  /** By name: rejects when the model cannot serve now. */
  readonly checks: Readonly<Record<string, () => Promise<void>>>;
  close(): Promise<void>;
}

const ownModels = fileURLToPath(new URL('../../../models', import.meta.url));

/**
 * Open the models of some tasks, and every embedder; resolves when those of this process can serve. Services are not waited for.
 * @throws ModelError naming the file that is wrong, or the provider that cannot run it; what was opened is closed
 */
export async function openModels<Of extends SingleTask>(
  tasks: readonly Of[],
  config: ModelSettings,
  observer: InferenceObserver,
  logger: Logger,
): Promise<Models<Of>> {
  const modelsDir = config.modelsDirectory ?? ownModels;
  const tls = tlsFiles(config);
  const addresses = { detect: config.detectorAddress, tag: config.taggerAddress };
  const open = <T extends Task>(task: T, address?: string, folder?: string): Promise<Served<Ports[T]>> => {
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
  const opened = new Map<string, Served<unknown>>();
  const close = async () => {
    await Promise.all([...opened.values()].map((model) => model.close()));
  };
  const embedderFolders = await findEmbedders(modelsDir);
  const openingEmbedders = async () => {
    const embedders = await openEmbedders(config.embedderAddress, embedderFolders, ({ folder }, address) =>
      open('embed', address, folder),
    );
    // Of several, those of other vectors than new services' have their name.
    for (const [index, one] of embedders.entries()) {
      opened.set(index === 0 ? taskNames.embed : `${taskNames.embed} ${one.port.embedding.id}`, one);
    }
    return embedders.map(({ port }) => port);
  };
  const starts = await Promise.allSettled([
    openingEmbedders(),
    ...tasks.map(async (task) => void opened.set(taskNames[task], await open(task, addresses[task]))),
  ]);
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed) {
    await close();
    throw failed.reason;
  }
  const [first, ...others] = starts[0].status === 'fulfilled' ? starts[0].value : [];
  if (first === undefined) throw new Error('no embedder was opened');
  return {
    ports: Object.fromEntries(
      tasks.map((task) => [taskNames[task], opened.get(taskNames[task])?.port]),
    ) as NamedPorts<Of>,
    embedders: embeddersOf(first, ...others),
    embedderFolders,
    checks: Object.fromEntries([...opened].map(([name, model]) => [name, () => model.check()])),
    close,
  };
}
