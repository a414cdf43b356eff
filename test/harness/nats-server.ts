import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { ProcessUnderTest } from './process-under-test.js';

/** The server that was asked for, the one that `.ci/run` brings, or the one on the path. */
const candidates = [
  process.env['OPENFASHION_TEST_NATS_SERVER'],
  fileURLToPath(new URL('../../.servers/nats/bin/nats-server', import.meta.url)),
  'nats-server',
];

function versionOf(program: string): string | undefined {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return status === 0 ? /v(\d+\.\S+)/.exec(stdout)?.[1] : undefined;
}

const program = candidates.find((candidate) => candidate && versionOf(candidate) !== undefined);

/** Version of the server that tests run against; undefined where there is none, and its suites are skipped by name. */
export const natsVersion = program && versionOf(program);

export interface NatsServerOptions {
  /** Most bytes that JetStream keeps on disk. */
  readonly maxStorage?: number;
  /** More lines of the configuration, as `authorization { … }`. */
  readonly configuration?: string;
  /** Whether each message is on disk when it is acknowledged (default), as a deployment has to have it. */
  readonly syncAlways?: boolean;
}

/** A real NATS server with JetStream in a folder of its own, on a port that it keeps when it is started again. */
export class NatsServer implements AsyncDisposable {
  readonly directory: string;
  readonly port: number;
  /** Its processes so far; the last one is the one that runs, if any does. */
  readonly lives: ProcessUnderTest[] = [];
  #process: ProcessUnderTest;

  private constructor(directory: string, port: number) {
    this.directory = directory;
    this.port = port;
    this.#process = this.#run();
  }

  /** Resolves when it takes clients. */
  static async start(options: NatsServerOptions = {}): Promise<NatsServer> {
    const directory = await mkdtemp(join(tmpdir(), 'nats-'));
    const server = await NatsServer.launch(directory, await freePort(), options);
    try {
      await server.ready();
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** One of a cluster: it takes clients once the others are there. */
  static async launch(directory: string, port: number, options: NatsServerOptions): Promise<NatsServer> {
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'nats.conf'), configurationOf(directory, port, options));
    return new NatsServer(directory, port);
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.#process.child.pid ?? 0;
  }

  /** What it logged so far. */
  get log(): readonly string[] {
    return this.#process.errors;
  }

  /** Resolves when it takes clients. */
  async ready(): Promise<void> {
    const started = this.#process;
    await eventually('the NATS server is ready', async () => {
      const { exitCode, signalCode } = started.child;
      const end = signalCode ?? exitCode;
      if (end !== null) throw new Error(`nats-server ended with ${end}: ${started.errors.slice(-3).join('\n')}`);
      return started.errors.some((line) => line.includes('Server is ready'));
    });
  }

  /** End it as a power switch would. */
  kill(): Promise<void> {
    return this.#process.kill();
  }

  /** Start it again on its folder and port, with other options if given. */
  async start(options?: NatsServerOptions): Promise<void> {
    if (options) await writeFile(this.#file, configurationOf(this.directory, this.port, options));
    this.#process = this.#run();
    await this.ready();
  }

  /** @param signal SIGUSR2 has it send its clients to other servers first (lame duck mode) */
  async stop(signal?: NodeJS.Signals): Promise<number | string | null> {
    return this.#process.stop(signal);
  }

  /** Stand still: connections stay, nothing is answered. Resolves when all of its threads do. */
  suspended(): Promise<void> {
    return this.#process.suspended();
  }

  resume(): void {
    this.#process.resume();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.kill();
    await rm(this.directory, { recursive: true, force: true });
  }

  get #file(): string {
    return join(this.directory, 'nats.conf');
  }

  #run(): ProcessUnderTest {
    if (program === undefined) throw new Error('there is no nats-server on this machine');
    const life = new ProcessUnderTest([program, '--config', this.#file], {});
    this.lives.push(life);
    return life;
  }
}

function configurationOf(directory: string, port: number, options: NatsServerOptions): string {
  const { maxStorage, configuration = '', syncAlways = knowsSyncAlways() } = options;
  return `
    listen: "127.0.0.1:${port}"
    jetstream {
      store_dir: "${directory}"
      ${syncAlways ? 'sync_interval: always' : ''}
      ${maxStorage === undefined ? '' : `max_file_store: ${maxStorage}`}
    }
    ${configuration}
  `;
}

/** Servers older than 2.10 do not start with a line that they do not know. */
function knowsSyncAlways(): boolean {
  const [major = 0, minor = 0] = (natsVersion ?? '').split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 10);
}
