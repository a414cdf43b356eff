import { join } from 'node:path';
import type { Client } from '@grpc/grpc-js';
import type { Manifest, Task } from '../../manifest.js';
import type { Served } from '../../port.js';
import { readManifestFor } from '../../read-model.js';
import { createPort, type Ports, taskNames } from '../../tasks/index.js';
import type { ModelRunner } from '../../tasks/model-runner.js';
import type { MutualTls } from '../credentials.js';
import { services } from '../definitions.js';
import { detectorWire } from '../wire/detector.js';
import { embedderWire } from '../wire/embedder.js';
import { taggerWire } from '../wire/tagger.js';
import { openChannel } from './channel.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { probe } from './probe.js';
import { RemoteModel } from './remote-model.js';

export type { MutualTls } from '../credentials.js';

export interface RemoteOptions {
  /** `host:port`, where the host may stand for several replicas, or a target in gRPC's name syntax. */
  readonly address: string;
  /** Folder with `detector/`, `embedder/` and `tagger/`: their manifests say how pictures are prepared and answers read. */
  readonly modelsDir: string;
  readonly tls?: MutualTls;
  /** Told when the service does not answer any more, and when it does again. */
  readonly onChange?: (reachable: boolean) => void;
}

/** Failures in a row after which calls fail at once, and how often it is then asked whether it serves again. */
const breaking = { failures: 5, every: 500 };

const models: {
  readonly [Of in Task]: (manifest: Manifest<Of>, client: Client, breaker: CircuitBreaker) => ModelRunner;
} = {
  detect: (manifest, client, breaker) => new RemoteModel(manifest, detectorWire, client, breaker),
  embed: (manifest, client, breaker) => new RemoteModel(manifest, embedderWire, client, breaker),
  tag: (manifest, client, breaker) => new RemoteModel(manifest, taggerWire, client, breaker),
};

/**
 * The port of a task on a service that runs its model. Does not wait for the service: calls fail with Unavailable until it
 * can be reached.
 * @throws ModelError when the manifest cannot be used, Error naming a file of `tls` that cannot be read
 */
export async function openRemote<Of extends Task>(task: Of, options: RemoteOptions): Promise<Served<Ports[Of]>> {
  const manifest = await readManifestFor(join(options.modelsDir, taskNames[task]), task);
  const client = await openChannel(options.address, options.tls);
  const check = () => probe(client, services[task].service);
  const breaker = new CircuitBreaker({
    ...breaking,
    probe: check,
    onChange: (open) => options.onChange?.(!open),
  });
  return {
    port: createPort(task, manifest, models[task](manifest, client, breaker)),
    check,
    async close() {
      breaker.close();
      client.close();
    },
  };
}
