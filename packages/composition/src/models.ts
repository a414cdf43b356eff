import { fileURLToPath } from 'node:url';
import { type InferenceObserver, type Ports, type Served, type Task, taskNames } from '@openfashion/inference';
import { openRemote } from '@openfashion/inference/grpc/client';
import { openLocal } from '@openfashion/inference/local';
import { gpuOf, type SettingName, type Settings, tlsFiles } from '@openfashion/settings';
import type { Logger } from '@openfashion/telemetry';

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

/** The ports of some tasks, by the names of their models. */
export type NamedPorts<Of extends Task> = { readonly [T in Of as (typeof taskNames)[T]]: Ports[T] };

/** Models of some tasks, each in this process's care or behind a service of its own, as the settings say. */
export interface Models<Of extends Task> {
  readonly ports: NamedPorts<Of>;
  /** By name: rejects when the model cannot serve now. */
  readonly checks: Readonly<Record<string, () => Promise<void>>>;
  close(): Promise<void>;
}

const ownModels = fileURLToPath(new URL('../../../models', import.meta.url));

/**
 * Open the models; resolves when those of this process can serve. Services are not waited for.
 * @throws ModelError naming the file that is wrong, or the provider that cannot run it; what was opened is closed
 */
export async function openModels<Of extends Task>(
  tasks: readonly Of[],
  config: ModelSettings,
  observer: InferenceObserver,
  logger: Logger,
): Promise<Models<Of>> {
  const modelsDir = config.modelsDirectory ?? ownModels;
  const tls = tlsFiles(config);
  const addresses = { detect: config.detectorAddress, embed: config.embedderAddress, tag: config.taggerAddress };
  const open = (task: Of): Promise<Served<Ports[Of]>> => {
    const address = addresses[task];
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
  const starts = await Promise.allSettled(tasks.map(async (task) => [taskNames[task], await open(task)] as const));
  const opened = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const close = async () => {
    await Promise.all(opened.map(([, model]) => model.close()));
  };
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed) {
    await close();
    throw failed.reason;
  }
  return {
    ports: Object.fromEntries(opened.map(([name, { port }]) => [name, port])) as NamedPorts<Of>,
    checks: Object.fromEntries(opened.map(([name, model]) => [name, () => model.check()])),
    close,
  };
}
