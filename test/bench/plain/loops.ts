import { AskedProcess, fromSources } from '../../harness/asked-process.js';

export interface LoopOptions {
  /** Folder of the models. */
  readonly models: string;
  /** Files of the pictures, taken in turn. */
  readonly pictures: readonly string[];
  /** Vectors to search among. */
  readonly documents: number;
}

export interface LoopRequest {
  readonly work: 'search' | 'index';
  readonly milliseconds: number;
}

interface LoopReply {
  readonly count: number;
  readonly milliseconds: number;
}

/** Plain loops beside each other, a process each. */
export class PlainLoops implements AsyncDisposable {
  private constructor(private readonly processes: readonly AskedProcess<LoopRequest, LoopReply>[]) {}

  static async start(loops: number, options: LoopOptions): Promise<PlainLoops> {
    const script = new URL('./loop.ts', import.meta.url);
    const how = { args: [JSON.stringify(options)], execArgv: fromSources };
    const processes = Array.from({ length: loops }, () => new AskedProcess<LoopRequest, LoopReply>(script, how));
    await Promise.all(processes.map((process) => process.said()));
    return new PlainLoops(processes);
  }

  /** Pictures a second of all loops together. */
  async run(request: LoopRequest): Promise<number> {
    const replies = await Promise.all(this.processes.map((process) => process.ask(request)));
    return replies.reduce((sum, { count, milliseconds }) => sum + (count / milliseconds) * 1000, 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.processes.map((process) => process[Symbol.asyncDispose]()));
  }
}
