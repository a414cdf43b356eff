import { setTimeout as pause } from 'node:timers/promises';
import { type Milliseconds, Unavailable } from '@openfashion/contract';
import { ModelError } from '../read-model.js';
import type { Output } from '../tasks/model-runner.js';
import { ModelChild } from './model-child.js';
import type { ExecutionProvider, LoadRequest } from './protocol.js';

export interface ModelProcessOptions extends Omit<LoadRequest, 'kind'> {
  /** A run that takes longer is given up: its process is killed. */
  readonly runTimeout?: Milliseconds;
  /** Told each time that the process has ended or could not be started again. */
  readonly onEnd?: (how: string) => void;
  /** Told each time that a run can be asked for, the first time included. */
  readonly onStart?: () => void;
}

/** TensorRT builds an engine for each batch size before it runs one. */
const loadTimeouts: Readonly<Record<ExecutionProvider, Milliseconds>> = {
  cpu: 120_000,
  cuda: 300_000,
  tensorrt: 1_800_000,
};
const defaultRunTimeout: Milliseconds = 10_000;
const firstPause: Milliseconds = 200;
const longestPause: Milliseconds = 10_000;

/** Before start number `failures` after the last good run. */
export const pauseBeforeStart = (failures: number): Milliseconds => Math.min(longestPause, firstPause * 2 ** failures);

/**
 * Keeps a process for one model running. When it dies the run in hand fails with Unavailable and it is started again,
 * after a pause that grows until a run succeeds.
 */
export class ModelProcess {
  readonly #options: ModelProcessOptions;
  readonly #closing = new AbortController();
  #child: ModelChild | undefined;
  #loading: ModelChild | undefined;
  #started: Promise<void> = Promise.resolve();
  #inHand: Promise<unknown> = Promise.resolve();
  #failures = 0;
  /** How long a batch of each warmed size took at the last start. */
  times: Readonly<Record<number, Milliseconds>> = {};

  private constructor(options: ModelProcessOptions) {
    this.#options = options;
  }

  /** @throws ModelError when the model cannot be loaded, Unavailable when its process died over it */
  static async start(options: ModelProcessOptions): Promise<ModelProcess> {
    const started = new ModelProcess(options);
    await started.#load();
    return started;
  }

  /** Whether a run can be asked for. */
  get running(): boolean {
    return this.#child !== undefined;
  }

  /** The process's id, while there is one. */
  get pid(): number | undefined {
    return (this.#child ?? this.#loading)?.pid;
  }

  /** Resolves when a run can be asked for; rejects when this is closed before. */
  async ready(): Promise<void> {
    await this.#started;
    this.#closing.signal.throwIfAborted();
  }

  /**
   * Run one batch; one at a time. Outputs in the order of the inputs.
   * @throws Unavailable when the process is not there, died, hung or failed
   */
  async run(inputs: readonly Uint8Array[]): Promise<readonly Output[]> {
    const { model, runTimeout = defaultRunTimeout } = this.#options;
    if (this.#child === undefined) throw new Unavailable(`${model.manifest.name} is not running`);
    const asked = this.#child.ask({ kind: 'run', size: inputs.length }, runTimeout, inputs);
    this.#inHand = asked.catch(() => {});
    const reply = await asked;
    if (reply.kind !== 'ran') {
      throw new Unavailable(`${model.manifest.name}: ${reply.kind === 'failed' ? reply.message : 'wrong answer'}`);
    }
    this.#failures = 0;
    return reply.outputs;
  }

  /** End the process once the run in hand is done; it takes no further ones. */
  async close(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    this.#closing.abort(new Unavailable(`${this.#options.model.manifest.name} was closed`));
    await this.#inHand;
    this.#loading?.kill('it was closed');
    await Promise.all([child?.close(), this.#loading?.close(), this.#started.catch(() => {})]);
  }

  async #load(): Promise<void> {
    const { model, provider, threads, gpu, warm } = this.#options;
    const child = new ModelChild();
    this.#loading = child;
    try {
      const request: LoadRequest = { kind: 'load', model, provider, threads, ...(gpu && { gpu }), warm };
      const reply = await child.ask(request, loadTimeouts[provider]);
      if (reply.kind !== 'loaded') {
        const reason = reply.kind === 'failed' ? reply.message : 'wrong answer';
        throw new ModelError(`${model.path} cannot run on ${provider}: ${reason}`);
      }
      this.times = reply.times;
    } catch (error) {
      child.kill('it could not load the model');
      throw error;
    } finally {
      this.#loading = undefined;
    }
    this.#child = child;
    child.onEnd((how) => this.#ended(how));
    this.#options.onStart?.();
  }

  #ended(how: string): void {
    this.#child = undefined;
    if (this.#closing.signal.aborted) return;
    this.#options.onEnd?.(how);
    this.#started = this.#startAgain();
    // Whoever waits for it hears of it; nobody need wait.
    this.#started.catch(() => {});
  }

  async #startAgain(): Promise<void> {
    for (;;) {
      await pause(pauseBeforeStart(this.#failures++), undefined, { signal: this.#closing.signal });
      try {
        return await this.#load();
      } catch (error) {
        this.#closing.signal.throwIfAborted();
        this.#options.onEnd?.(error instanceof Error ? error.message : String(error));
      }
    }
  }
}
