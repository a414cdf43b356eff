import { join } from 'node:path';
import { connectOperator, dataFolder, type Operator } from '@openfashion/tenancy/operator';
import { Cluster } from '../../harness/cluster.js';
import { ServerProcess, shopSettings } from '../../harness/server-process.js';

/** What races run on. */
export interface Servers extends AsyncDisposable {
  /** Of each gateway. */
  readonly baseUrls: readonly [string, ...string[]];
  readonly operator: Operator;
  /** Lines that were logged, all of them errors. */
  errors(): readonly string[];
}

const onlyErrors = { OPENFASHION_LOG_LEVEL: 'error' } as const;

export const shapes = {
  async 'single node'(directory: string): Promise<Servers> {
    const data = join(directory, 'data');
    const server = new ServerProcess(data, { ...shopSettings, ...onlyErrors });
    const baseUrl = await server.baseUrl();
    const operator = await connectOperator(dataFolder(data).operatorSocket);
    return {
      baseUrls: [baseUrl],
      operator,
      errors: () => server.errors,
      async [Symbol.asyncDispose]() {
        await operator.close();
        await server.stop();
      },
    };
  },
  /** Two gateways, each asked every other time, and two indexers. */
  async cluster(): Promise<Servers> {
    const cluster = await Cluster.open({ gateways: 2, indexers: 2, environment: onlyErrors });
    const { operator, close } = await cluster.openStores();
    return {
      baseUrls: [await cluster.baseUrl(0), await cluster.baseUrl(1)],
      operator,
      errors: () => [...cluster.gateways, ...cluster.indexers].flatMap(({ errors }) => errors),
      async [Symbol.asyncDispose]() {
        await close();
        await cluster[Symbol.asyncDispose]();
      },
    };
  },
} as const;
export type Shape = keyof typeof shapes;
