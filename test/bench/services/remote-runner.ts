import { join } from 'node:path';
import type { Client } from '@grpc/grpc-js';
import { type Manifest, readManifest, type Task, taskNames } from '@openfashion/inference';
import { openChannel } from '../../../packages/inference/src/grpc/client/channel.js';
import { CircuitBreaker } from '../../../packages/inference/src/grpc/client/circuit-breaker.js';
import { RemoteModel } from '../../../packages/inference/src/grpc/client/remote-model.js';
import { detectorWire } from '../../../packages/inference/src/grpc/wire/detector.js';
import { embedderWire } from '../../../packages/inference/src/grpc/wire/embedder.js';
import { taggerWire } from '../../../packages/inference/src/grpc/wire/tagger.js';
import type { ModelRunner } from '../../../packages/inference/src/tasks/model-runner.js';
import { modelsDirectory } from '../../harness/models.js';

/** The product's client of a model service, asked with inputs that are ready. */
export interface RemoteRunner extends Disposable {
  readonly run: ModelRunner['run'];
}

export async function openRemoteRunner(task: Task, address: string): Promise<RemoteRunner> {
  const manifest = await readManifest(join(modelsDirectory, taskNames[task]));
  const client = await openChannel(address, undefined);
  const model = remoteModel(manifest, client);
  return { run: (inputs, call) => model.run(inputs, call), [Symbol.dispose]: () => client.close() };
}

function remoteModel(manifest: Manifest, client: Client): ModelRunner {
  // A benchmark ends at the first failure.
  const breaker = new CircuitBreaker({ failures: Number.POSITIVE_INFINITY, every: 1_000, probe: async () => {} });
  switch (manifest.task) {
    case 'detect':
      return new RemoteModel(manifest, detectorWire, client, breaker);
    case 'embed':
      return new RemoteModel(manifest, embedderWire, client, breaker);
    case 'tag':
      return new RemoteModel(manifest, taggerWire, client, breaker);
  }
}
