import { Unavailable } from '@openfashion/contract';
import { Client } from 'undici';
import type { z } from 'zod';
import { connectTransfers } from './connect-streams.js';
import { socketAddress } from './data-folder.js';
import { toError } from './failures.js';
import type { Operation } from './operation.js';
import { failureSchema, operations } from './operations.js';
import type { Operator } from './port.js';
import type { Transfers } from './transfers.js';

/** The operator of a running server, over its socket. */
export interface OperatorConnection extends Operator, Transfers {
  close(): Promise<void>;
}

/** A busy server answers late, but a hung one must not hang its operator. */
const bounds = { connectTimeout: 5_000, headersTimeout: 30_000, bodyTimeout: 30_000, maxResponseSize: 64 * 1_048_576 };

/**
 * Connect to the channel of a running server.
 * @throws Unavailable when nobody answers there
 */
export async function connectOperator(socketPath: string): Promise<OperatorConnection> {
  const client = new Client('http://operator', { socketPath: socketAddress(socketPath), ...bounds });
  const call = caller(client, socketPath);
  try {
    await call(operations.ping, {});
  } catch (error) {
    await client.destroy();
    throw error;
  }
  return {
    createAppKey: (options = {}) => call(operations.createAppKey, options),
    addSecret: (appKey) => call(operations.addSecret, { appKey }),
    async revokeSecret(appKey, secretId) {
      await call(operations.revokeSecret, { appKey, secretId });
    },
    async revokeAppKey(appKey) {
      await call(operations.revokeAppKey, { appKey });
    },
    listAppKeys: () => call(operations.listAppKeys, {}),
    async cancelJob(appKey, serviceName, indexId) {
      await call(operations.cancelJob, { appKey, serviceName, indexId });
    },
    models: {
      status: () => call(operations.modelStatus, {}),
      failures: () => call(operations.modelFailures, {}),
      async start(to) {
        await call(operations.startModelChange, { to });
      },
      switchOver: (names, { force }) => call(operations.switchModels, { names, force }),
      switchBack: (names) => call(operations.switchModelsBack, { names }),
      retry: (names) => call(operations.retryModels, { names }),
      async finish() {
        await call(operations.finishModelChange, {});
      },
      async abandon() {
        await call(operations.abandonModelChange, {});
      },
    },
    ...connectTransfers(socketPath),
    close: () => client.close(),
  };
}

const caller =
  (client: Client, socketPath: string) =>
  async <Input extends z.ZodType, Output extends z.ZodType>(
    { path, output }: Operation<Input, Output>,
    input: z.input<Input>,
  ): Promise<z.output<Output>> => {
    const answer = await post(client, path, input).catch((cause: unknown) => {
      throw new Unavailable(`no server answers at ${socketPath}`, { cause });
    });
    if (answer.status !== 200) throw toError(failureSchema.parse(answer.body));
    return output.parse(answer.body);
  };

async function post(client: Client, path: string, input: unknown): Promise<{ status: number; body: unknown }> {
  const { statusCode, body } = await client.request({
    method: 'POST',
    path: `/${path}`,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(input),
  });
  return { status: statusCode, body: await body.json() };
}
