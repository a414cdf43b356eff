import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Sample, samplesOf } from './exposition.js';
import { ProcessUnderTest } from './process-under-test.js';
import { send } from './rest.js';

export const modelServiceNames = ['detector', 'embedder', 'tagger'] as const;
export type ModelServiceName = (typeof modelServiceNames)[number];

const main = (name: ModelServiceName) => fileURLToPath(new URL(`../../services/${name}/dist/main.js`, import.meta.url));

export interface ModelServiceOptions {
  /** Address that it listens on: any of 127.0.0.0/8 (default 127.0.0.1). */
  readonly host?: string;
  /** Port of its calls (default: a free one). */
  readonly port?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A model service as an operator starts it. Its settings are the defaults but for what is given, and it logs warnings only. */
export class ModelServiceProcess extends ProcessUnderTest {
  readonly name: ModelServiceName;

  constructor(name: ModelServiceName, { host = '127.0.0.1', port = 0, environment = {} }: ModelServiceOptions = {}) {
    super(main(name), {
      OPENFASHION_HOST: host,
      OPENFASHION_PORT: '0',
      OPENFASHION_GRPC_PORT: String(port),
      OPENFASHION_LOG_LEVEL: 'warn',
      ...environment,
    });
    this.name = name;
  }

  /** Where it takes calls (`host:port`), once it does. */
  async address(): Promise<string> {
    return (await this.#ready())[1] ?? '';
  }

  /** Where operators ask it. */
  async operatorUrl(): Promise<string> {
    return (await this.#ready())[2] ?? '';
  }

  /** The samples of one of its metrics. */
  async metric(name: string): Promise<Sample[]> {
    const { text } = await send(await this.operatorUrl(), { path: '/metrics' });
    return samplesOf(text, name);
  }

  /** Kill the process that runs its model, which it starts again; the service itself lives on. */
  async killModel(): Promise<void> {
    for (const pid of await this.children()) process.kill(pid, 'SIGKILL');
  }

  async #ready(): Promise<readonly string[]> {
    const line = await this.line(`The ${this.name} serves at `);
    return / serves at (\S+) \(gRPC\); operators ask (\S+)/.exec(line) ?? [];
  }
}

/** A port that is free now on every address of this machine, for what must come back under the same one. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '0.0.0.0', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
