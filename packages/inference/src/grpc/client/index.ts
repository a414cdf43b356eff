import { join } from 'node:path';
import type { Task } from '../../manifest.js';
import type { Served } from '../../port.js';
import { readManifestFor } from '../../read-model.js';
import { createPort, type Ports, taskNames } from '../../tasks/index.js';
import type { MutualTls } from '../certificates.js';
import { Channel } from './channel.js';
import { RemoteModel } from './remote-model.js';
import { transportOver } from './transport.js';

export type { MutualTls } from '../certificates.js';

export interface RemoteOptions {
  /** `host:port`, where the host may stand for several replicas, or a target in gRPC's name syntax. */
  readonly address: string;
  /** Folder with `detector/`, `embedder/` and `tagger/`: their manifests say how pictures are prepared and answers read. */
  readonly modelsDir: string;
  /** Name of the manifest's folder there, if it is not that of its task. */
  readonly folder?: string;
  readonly tls?: MutualTls;
  /** Told when the service does not answer any more, and when it does again. */
  readonly onChange?: (reachable: boolean) => void;
}

/**
 * The port of a task on a service that runs its model. Does not wait for the service: calls fail with Unavailable until it
 * can be reached.
 * @throws ModelError when the manifest cannot be used, Error naming a file of `tls` that cannot be used
 */
export async function openRemote<Of extends Task>(
  task: Of,
  { address, modelsDir, folder = taskNames[task], tls, onChange }: RemoteOptions,
): Promise<Served<Ports[Of]>> {
  const manifest = await readManifestFor(join(modelsDir, folder), task);
  const transport = transportOver(task, await Channel.open(address, tls));
  const model = new RemoteModel(task, manifest, transport, { ...(onChange && { onChange }) });
  return {
    port: createPort(task, manifest, model),
    check: () => model.check(),
    close: async () => model.close(),
  };
}
