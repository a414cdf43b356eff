import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Task, taskNames } from '@openfashion/inference';

/** The settings that tell a server where its model services are. */
export const addressSettings = {
  detect: 'OPENFASHION_DETECTOR_ADDR',
  embed: 'OPENFASHION_EMBEDDER_ADDR',
  tag: 'OPENFASHION_TAGGER_ADDR',
} as const satisfies Record<Task, string>;

/** A model service as an operator starts it, from `dist/`, on free ports of this machine. */
export class ServiceProcess implements AsyncDisposable {
  readonly task: Task;
  readonly child: ChildProcess;
  /** Where it takes calls: `host:port`. */
  readonly address: string;
  /** Where operators ask it. */
  readonly operatorUrl: string;

  private constructor(task: Task, child: ChildProcess, [, address = '', operatorUrl = '']: RegExpExecArray) {
    this.task = task;
    this.child = child;
    this.address = address;
    this.operatorUrl = operatorUrl;
  }

  /** Resolves when it serves. @throws Error when it ends before */
  static async start(task: Task, environment: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
    const main = fileURLToPath(new URL(`../../../services/${taskNames[task]}/dist/main.js`, import.meta.url));
    const child = spawn(process.execPath, [main], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        OPENFASHION_PORT: '0',
        OPENFASHION_GRPC_PORT: '0',
        OPENFASHION_LOG_LEVEL: 'warn',
        ...environment,
      },
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const greeting = /serves at (\S+) \(gRPC\); operators ask (\S+)/.exec(line);
      if (greeting) return new ServiceProcess(task, child, greeting);
    }
    throw new Error(`the ${taskNames[task]} ended before it served`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
  }
}

/** All three, and the settings of a server that asks them. */
export class AllServices implements AsyncDisposable {
  readonly all: readonly ServiceProcess[];

  private constructor(all: readonly ServiceProcess[]) {
    this.all = all;
  }

  static async start(environment: Readonly<Record<string, string>> = {}): Promise<AllServices> {
    const tasks = ['detect', 'embed', 'tag'] as const;
    return new AllServices(await Promise.all(tasks.map((task) => ServiceProcess.start(task, environment))));
  }

  get settings(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.all.map(({ task, address }) => [addressSettings[task], address]));
  }

  addressOf(task: Task): string {
    return this.all.find((service) => service.task === task)?.address ?? '';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.all.map((service) => service[Symbol.asyncDispose]()));
  }
}
