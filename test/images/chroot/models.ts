import { taskNames } from '@openfashion/inference';
import type { ImageName } from '../../../scripts/images/images.js';
import { freePort } from '../../harness/free-port.js';
import { tasks } from '../../harness/model-service.js';
import { addressSettings } from '../../harness/model-services.js';
import { startTestNode } from '../../harness/single-node.js';
import type { ImageProcess } from './image-process.js';
import { type ChrootRun, type Environment, loopback, say } from './run.js';
import { searched } from './shop.js';

export interface ModelServices {
  /** Settings of who asks them. */
  readonly addresses: Environment;
  end(): Promise<void>;
}

export async function startModels(run: ChrootRun): Promise<ModelServices> {
  const services: [ImageName, ImageProcess][] = [];
  const addresses: Record<string, string> = {};
  for (const task of tasks) {
    const name = taskNames[task];
    const [port, grpcPort] = [String(await freePort()), String(await freePort())];
    const environment = { ...loopback, OPENFASHION_PORT: port, OPENFASHION_GRPC_PORT: grpcPort };
    const service = run.start(name, environment);
    await service.line(' serves at ');
    await run.ready(name, environment);
    services.push([name, service]);
    addresses[addressSettings[task]] = `127.0.0.1:${grpcPort}`;
  }
  return {
    addresses,
    async end() {
      for (const [name, service] of services) await run.end(name, service);
    },
  };
}

/** Have the model services asked by a server of this tree, where there is no cluster to ask them. */
export async function askModels(run: ChrootRun, addresses: Environment, pictures: string): Promise<void> {
  const { client } = run.keep(await startTestNode(addresses));
  say('models', `asked by a server of this tree: ${await searched(client, pictures)}`);
}
