import { type AnsweringServer, answeringServer, type Received, type Reply } from './answering-server.js';
import { type Ended, type RunningCli, startCli } from './run-cli.js';

export const appKey = 'test-app-key-0001';
export const secretKey = 'the-secret-that-nobody-may-see';

export interface TenantsCli {
  readonly server: AnsweringServer;
  start(...args: string[]): RunningCli;
  run(...args: string[]): Promise<Ended>;
}

/** Commands of a tenant of a server whose answers the test decides; keys and address come from the environment. */
export async function asTenant(answer: (request: Received) => Reply): Promise<TenantsCli> {
  const server = await answeringServer(answer);
  const env = { OPENFASHION_URL: server.url, OPENFASHION_APP_KEY: appKey, OPENFASHION_SECRET_KEY: secretKey };
  const start = (...args: string[]) => startCli(args, { env });
  return { server, start, run: (...args) => start(...args).ended };
}
