import { join } from 'node:path';
import { type Task, taskNames } from '@openfashion/inference';
import { Channel } from '../../../packages/inference/src/grpc/client/channel.js';
import { RemoteModel } from '../../../packages/inference/src/grpc/client/remote-model.js';
import { transportOver } from '../../../packages/inference/src/grpc/client/transport.js';
import { readManifestFor } from '../../../packages/inference/src/read-model.js';
import type { ModelRunner } from '../../../packages/inference/src/tasks/model-runner.js';
import { modelsDirectory } from '../../harness/models.js';

/** The product's client of a model service, asked with inputs that are ready. */
export interface RemoteRunner extends Disposable {
  readonly run: ModelRunner['run'];
}

export async function openRemoteRunner<Of extends Task>(task: Of, address: string): Promise<RemoteRunner> {
  const manifest = await readManifestFor(join(modelsDirectory, taskNames[task]), task);
  const model = new RemoteModel(task, manifest, transportOver(task, await Channel.open(address, undefined)));
  return { run: (inputs, call) => model.run(inputs, call), [Symbol.dispose]: () => model.close() };
}
