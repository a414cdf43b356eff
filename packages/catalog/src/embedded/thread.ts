import { Worker } from 'node:worker_threads';
import { Overloaded, Unavailable } from '@openfashion/contract';
import type { Reply, Request } from './serve.js';

/** Calls that may wait for one thread; more are refused at once. */
const maxCalls = 10_000;

interface Call {
  readonly method: string;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/**
 * A thread that carries out a table of tasks (see `serve`), one after the other in the order asked. Should it die, the
 * calls under way fail, and the next call starts another. It is never terminated from outside: the database's native
 * code aborts the whole process when that happens during a query.
 */
export class Thread<Tasks extends object> {
  readonly #name: string;
  readonly #entry: string;
  readonly #file: string;
  readonly #calls = new Map<number, Call>();
  #worker: Worker | undefined;
  #last = 0;
  #closed = false;

  /**
   * @param name what it is, for error messages
   * @param entry module that it runs
   * @param file database that it opens, given as `workerData`
   */
  constructor(name: string, entry: string, file: string) {
    this.#name = name;
    this.#entry = entry;
    this.#file = file;
  }

  /** @throws Unavailable when the task or the thread failed, or Overloaded when too many calls wait */
  call<Method extends keyof Tasks & string>(
    method: Method,
    ...args: Tasks[Method] extends (...args: infer Args) => unknown ? Args : never
  ): Promise<Tasks[Method] extends (...args: never[]) => infer Result ? Result : never> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new Unavailable(`${this.#file} is closed`);
      if (this.#calls.size >= maxCalls) throw new Overloaded(`${this.#calls.size} calls wait for ${this.#file}`);
      this.#worker ??= this.#start();
      const id = ++this.#last;
      this.#worker.postMessage({ id, method, args } satisfies Request);
      this.#calls.set(id, { method, resolve: (result) => resolve(result as never), reject });
      this.#worker.ref();
    });
  }

  /** End the thread when it has answered what it was asked. */
  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    if (worker === undefined) return;
    const exit = new Promise((resolve) => worker.once('exit', resolve));
    worker.ref();
    worker.postMessage('close' satisfies Request);
    await exit;
  }

  #start(): Worker {
    // Flags of the process, such as a test runner's, are not the thread's.
    const worker = new Worker(this.#entry, { workerData: this.#file, execArgv: [] });
    worker.on('message', (reply: Reply) => this.#settle(worker, reply));
    worker.on('error', (cause) => this.#lose(worker, cause));
    worker.on('exit', (code) => this.#lose(worker, new Error(`it ended with code ${code}`)));
    return worker;
  }

  #settle(worker: Worker, { id, result, error }: Reply): void {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    // An idle thread does not keep the process alive.
    if (this.#calls.size === 0 && !this.#closed) worker.unref();
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Unavailable(`${this.#file}: could not ${call.method}: ${error.message}`, { cause: error }));
  }

  #lose(worker: Worker, cause: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    for (const { reject } of calls) {
      reject(new Unavailable(`${this.#file}: the ${this.#name} stopped: ${cause.message}`, { cause }));
    }
  }
}
