import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

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
  readonly #children: readonly ChildProcess[];

  private constructor(children: readonly ChildProcess[]) {
    this.#children = children;
  }

  static async start(loops: number, options: LoopOptions): Promise<PlainLoops> {
    const entry = fileURLToPath(new URL('./loop.ts', import.meta.url));
    const execArgv = ['--conditions=source', '--import', 'tsx'];
    const children = Array.from({ length: loops }, () => fork(entry, [JSON.stringify(options)], { execArgv }));
    await Promise.all(children.map((child) => once(child, 'message')));
    return new PlainLoops(children);
  }

  /** Pictures a second of all loops together. */
  async run(request: LoopRequest): Promise<number> {
    const replies = this.#children.map(async (child) => {
      const answered = once(child, 'message');
      child.send(request);
      const [reply] = (await answered) as [LoopReply];
      return (reply.count / reply.milliseconds) * 1000;
    });
    return (await Promise.all(replies)).reduce((sum, rate) => sum + rate, 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      this.#children.map((child) => {
        const gone = once(child, 'exit');
        child.disconnect();
        return gone;
      }),
    );
  }
}
