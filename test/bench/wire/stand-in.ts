import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** As the product's processes that pictures come and go in (packages/model-server/src/run.ts). */
export const heapGrowing = '--heap-growing-percent=300';

/** A model service that takes pictures in any form (wire/service.ts), in a process of its own. */
export class StandIn implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly address: string;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.address = `127.0.0.1:${port}`;
  }

  static async start(task: 'detect' | 'embed'): Promise<StandIn> {
    const entry = fileURLToPath(new URL('./service.ts', import.meta.url));
    const child = fork(entry, [task], { execArgv: [heapGrowing, '--conditions=source', '--import', 'tsx'] });
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the stand-in of a service ended with code ${code}`);
    });
    const [port] = (await Promise.race([once(child, 'message'), ended])) as [number];
    ended.catch(() => {});
    return new StandIn(child, port);
  }

  /** Milliseconds of processor time that its process has used so far, without the model's own process. */
  async processorTime(): Promise<number> {
    const answered = once(this.#child, 'message');
    this.#child.send('cpu');
    const [used] = (await answered) as [number];
    return used;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }
}

/** An address of this machine, as if it were farther away (distance.mjs). */
export class Distance implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly address: string;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.address = `127.0.0.1:${port}`;
  }

  /** @param milliseconds each way */
  static async to(address: string, milliseconds: number): Promise<Distance> {
    const entry = fileURLToPath(new URL('./distance.mjs', import.meta.url));
    const child = fork(entry, [address.split(':')[1] ?? '', `${milliseconds}`], { execArgv: [] });
    const [port] = (await once(child, 'message')) as [number];
    return new Distance(child, port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }
}
