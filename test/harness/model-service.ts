import { fileURLToPath } from 'node:url';
import { type Task, taskNames } from '@openfashion/inference';
import { readMetric, type Sample } from './exposition.js';
import { ProcessUnderTest } from './process-under-test.js';
import { send } from './rest.js';

/** Each has a service of its own. */
export const tasks = ['detect', 'embed', 'tag'] as const satisfies readonly Task[];

const main = (task: Task) => fileURLToPath(new URL(`../../services/${taskNames[task]}/dist/main.js`, import.meta.url));

export interface ModelServiceOptions {
  /** Address that it listens on: any of 127.0.0.0/8 (default 127.0.0.1). */
  readonly host?: string;
  /** Port of its calls (default: a free one). */
  readonly port?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A model service as an operator starts it. Its settings are the defaults but for what is given, and it logs warnings only. */
export class ModelServiceProcess extends ProcessUnderTest {
  readonly task: Task;

  constructor(task: Task, { host = '127.0.0.1', port = 0, environment = {} }: ModelServiceOptions = {}) {
    super(main(task), {
      OPENFASHION_HOST: host,
      OPENFASHION_PORT: '0',
      OPENFASHION_GRPC_PORT: String(port),
      OPENFASHION_LOG_LEVEL: 'warn',
      ...environment,
    });
    this.task = task;
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
    return readMetric(await this.operatorUrl(), name);
  }

  /** What `/readyz` says. */
  async isReady(): Promise<boolean> {
    return (await send(await this.operatorUrl(), { path: '/readyz' })).status === 200;
  }

  /** Kill the process that runs its model, which it starts again; the service itself lives on. */
  async killModel(): Promise<void> {
    for (const pid of await this.children()) process.kill(pid, 'SIGKILL');
  }

  async #ready(): Promise<readonly string[]> {
    const line = await this.line(`The ${taskNames[this.task]} serves at `);
    return / serves at (\S+) \(gRPC\); operators ask (\S+)/.exec(line) ?? [];
  }
}
