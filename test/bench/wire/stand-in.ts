import { AskedProcess, fromSources } from '../../harness/asked-process.js';

/** As the product's processes that pictures come and go in (packages/model-server/src/run.ts). */
export const heapGrowing = '--heap-growing-percent=300';

/** A model service that takes pictures in any form (wire/service.ts), in a process of its own. */
export class StandIn implements AsyncDisposable {
  private constructor(
    private readonly process: AskedProcess<'cpu', number>,
    readonly address: string,
  ) {}

  static async start(task: 'detect' | 'embed'): Promise<StandIn> {
    const process = new AskedProcess<'cpu', number>(new URL('./service.ts', import.meta.url), {
      args: [task],
      execArgv: [heapGrowing, ...fromSources],
    });
    return new StandIn(process, `127.0.0.1:${await process.said()}`);
  }

  /** Milliseconds of processor time that its process has used so far, without the model's own process. */
  processorTime(): Promise<number> {
    return this.process.ask('cpu');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.process[Symbol.asyncDispose]();
  }
}

/** An address of this machine, as if it were farther away (distance.mjs). */
export class Distance implements AsyncDisposable {
  private constructor(
    private readonly process: AskedProcess<never, number>,
    readonly address: string,
  ) {}

  /** @param milliseconds each way */
  static async to(address: string, milliseconds: number): Promise<Distance> {
    const args = [address.split(':')[1] ?? '', `${milliseconds}`];
    const process = new AskedProcess<never, number>(new URL('./distance.mjs', import.meta.url), { args });
    return new Distance(process, `127.0.0.1:${await process.said()}`);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.process[Symbol.asyncDispose]();
  }
}
