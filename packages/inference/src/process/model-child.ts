import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { Writable } from 'node:stream';
import { type Milliseconds, Unavailable } from '@openfashion/contract';
import { inputPipe, type Reply, type Request } from './protocol.js';

/** What an idle process may take to end by itself. */
const endGrace: Milliseconds = 2_000;

/** From 1.30 on the runtime otherwise notes what it is used for, under an id of the machine, and sends it to its maker. */
const runtimeEnvironment = { ORT_DISABLE_TELEMETRY: '1' };
/** CUDA's libraries otherwise round to 10 bits before they multiply, and boxes move by pixels. An operator may allow it. */
const gpuEnvironment = { NVIDIA_TF32_OVERRIDE: '0' };

/** One life of a process for one model. It answers one request at a time, and is never used again after a failure. */
export class ModelChild<Asked extends object = Request, Answered extends object = Reply> {
  readonly #process: ChildProcess;
  readonly #inputs: Writable;
  #settle: ((reply: Answered | Unavailable) => void) | undefined;
  #over: string | undefined;
  readonly #listeners: ((how: string) => void)[] = [];

  /** @param entry what the process runs */
  constructor(entry = '@openfashion/inference/process') {
    this.#process = fork(createRequire(import.meta.url).resolve(entry), [], {
      // Structured clone: typed arrays stay what they are.
      serialization: 'advanced',
      env: { ...gpuEnvironment, ...process.env, ...runtimeEnvironment },
      // Flags of this process, such as a test runner's, are not the model's.
      execArgv: [],
      // Standard output belongs to this process; what the runtime has to say goes to standard error.
      stdio: ['ignore', 2, 2, 'ipc', 'pipe'],
    });
    // A parent that ends without closing it, in the middle of a load that takes minutes, leaves nothing on the GPU.
    const end = () => this.#process.kill('SIGKILL');
    process.once('exit', end);
    this.#process.once('exit', () => process.off('exit', end));
    this.#process.on('error', (error) => this.kill(`the process could not be used: ${error.message}`));
    // There are no streams when too many files are open.
    const streams: ChildProcess['stdio'] | undefined = this.#process.stdio;
    const pipe = streams?.[inputPipe];
    if (!(pipe instanceof Writable)) throw new Unavailable('a process for the model could not be started');
    this.#inputs = pipe;
    // A pipe breaks because the process ends, which says more.
    this.#inputs.on('error', () => {});
    this.#process.on('message', (reply: Answered) => this.#settle?.(reply));
    this.#process.once('exit', (code, signal) => this.#end(`the process ended with ${signal ?? `code ${code}`}`));
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Called once, when it can be used no more; at once if that is so already. */
  onEnd(listener: (how: string) => void): void {
    if (this.#over === undefined) this.#listeners.push(listener);
    else listener(this.#over);
  }

  /**
   * @param inputs of a run
   * @throws Unavailable when the process dies before it answers, or is killed because it does not
   */
  async ask(request: Asked, timeout: Milliseconds, inputs: readonly Uint8Array[] = []): Promise<Answered> {
    if (this.#over !== undefined) throw new Unavailable(this.#over);
    const timer = setTimeout(() => this.kill(`it did not answer within ${timeout / 1000} s and was killed`), timeout);
    try {
      return await new Promise<Answered>((resolve, reject) => {
        this.#settle = (reply) => (reply instanceof Unavailable ? reject(reply) : resolve(reply));
        this.#process.send(request, (error) => error && this.kill(`the process is gone: ${error.message}`));
        for (const input of inputs) this.#inputs.write(input);
      });
    } finally {
      clearTimeout(timer);
      this.#settle = undefined;
    }
  }

  /** Ends even a process that hangs in native code. */
  kill(how: string): void {
    if (this.#over !== undefined) return;
    this.#end(how);
    this.#process.kill('SIGKILL');
  }

  /** End an idle process; resolves when it is gone. */
  async close(): Promise<void> {
    const { exitCode, signalCode, pid } = this.#process;
    if (exitCode !== null || signalCode !== null || pid === undefined) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.kill('it did not end by itself and was killed'), endGrace);
      this.#process.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      if (this.#process.connected) this.#process.disconnect();
    });
  }

  #end(how: string): void {
    if (this.#over !== undefined) return;
    this.#over = how;
    // Listeners first: who hears of the failure finds the state that it left.
    for (const listener of this.#listeners) listener(how);
    this.#settle?.(new Unavailable(how));
  }
}
