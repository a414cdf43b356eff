import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { type Milliseconds, Unavailable } from '@openfashion/contract';
import { type Model, ModelError } from '../manifest.js';
import type { LoadRequest, Output, Reply, Request } from './protocol.js';

export interface ModelProcessOptions {
  readonly model: Model;
  readonly provider: LoadRequest['provider'];
  readonly threads: number;
  readonly warm: readonly number[];
  /** A run that takes longer is given up: its process is killed. */
  readonly runTimeout?: Milliseconds;
}

const loadTimeout: Milliseconds = 120_000;
const firstPause: Milliseconds = 200;
const longestPause: Milliseconds = 10_000;

/**
 * Keeps a process for one model running. When it dies the run in hand fails with Unavailable and it is started again,
 * after a pause that grows while it keeps dying.
 */
export class ModelProcess {
  readonly #options: ModelProcessOptions;
  #child: ChildProcess | undefined;
  #starting: Promise<void> | undefined;
  #settle: ((reply: Reply | Error) => void) | undefined;
  #pause = firstPause;
  #closed = false;
  /** How long a batch of each warmed size took at the last start. */
  times: Readonly<Record<number, Milliseconds>> = {};

  constructor(options: ModelProcessOptions) {
    this.#options = options;
  }

  /** Whether the model is loaded and its process lives. */
  get running(): boolean {
    return this.#child?.connected === true && this.#starting === undefined;
  }

  /** The process's id, while there is one. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /**
   * Start and load.
   * @throws ModelError when the model cannot be loaded
   */
  start(): Promise<void> {
    this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  /**
   * Run one batch; one at a time.
   * @throws Unavailable when the process is not there, died, hung or failed
   */
  async run(data: Uint8Array, size: number): Promise<readonly Output[]> {
    if (!this.running) throw new Unavailable(`the model ${this.#options.model.manifest.name} is not running`);
    const reply = await this.#ask({ kind: 'run', data, size }, this.#options.runTimeout ?? 30_000);
    if (reply.kind === 'ran') return reply.outputs;
    throw new Unavailable(reply.kind === 'failed' ? reply.message : 'the model process is confused');
  }

  /** End the process once the run in hand is done. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#starting?.catch(() => {});
    const child = this.#child;
    if (child === undefined) return;
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.disconnect();
    });
  }

  async #start(): Promise<void> {
    const child = fork(createRequire(import.meta.url).resolve('@openfashion/inference/process'), [], {
      serialization: 'advanced',
      // Flags of this process, such as a test runner's, are not the model's.
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    child.on('message', (reply: Reply) => this.#settle?.(reply));
    child.once('error', (cause) => this.#settle?.(new Unavailable('the model process could not be used', { cause })));
    child.once('exit', (code, signal) => this.#died(child, `the model process ended with ${signal ?? code}`));
    const { model, provider, threads, warm } = this.#options;
    const reply = await this.#ask({ kind: 'load', model, provider, threads, warm }, loadTimeout);
    if (reply.kind === 'loaded') {
      this.times = reply.times;
      this.#pause = firstPause;
      return;
    }
    child.kill('SIGKILL');
    throw new ModelError(
      `${model.path} cannot run on ${provider}: ${reply.kind === 'failed' ? reply.message : reply.kind}`,
    );
  }

  #ask(request: Request, timeout: Milliseconds): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#child?.kill('SIGKILL');
        this.#settle?.(new Unavailable(`the model did not answer within ${timeout / 1000} s and was ended`));
      }, timeout);
      this.#settle = (reply) => {
        this.#settle = undefined;
        clearTimeout(timer);
        if (reply instanceof Error) reject(reply);
        else resolve(reply);
      };
      this.#child?.send(
        request,
        (error) => error && this.#settle?.(new Unavailable('the model process is gone', { cause: error })),
      );
    });
  }

  #died(child: ChildProcess, how: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#settle?.(new Unavailable(how));
    if (!this.#closed) this.#startAgain();
  }

  #startAgain(): void {
    const pause = this.#pause;
    this.#pause = Math.min(longestPause, pause * 2);
    setTimeout(() => {
      if (this.#closed || this.#child) return;
      // A start that fails ends its process, which brings the next try.
      this.start().catch(() => {});
    }, pause).unref();
  }
}
