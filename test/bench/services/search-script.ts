import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { heapGrowing } from '../wire/stand-in.js';

/** Where the model services are. */
export interface ScriptOptions {
  readonly detect: string;
  readonly embed: string;
}

export interface ScriptRequest {
  readonly concurrency: number;
  readonly milliseconds: number;
}

/** What a search by picture asks of the model services, by a script in a process of its own (script.ts). */
export class SearchScript implements AsyncDisposable {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(options: ScriptOptions): Promise<SearchScript> {
    const entry = fileURLToPath(new URL('./script.ts', import.meta.url));
    const execArgv = [heapGrowing, '--conditions=source', '--import', 'tsx'];
    const child = fork(entry, [JSON.stringify(options)], { execArgv });
    await once(child, 'message');
    return new SearchScript(child);
  }

  /** Milliseconds that each look at a picture took. */
  async run(request: ScriptRequest): Promise<readonly number[]> {
    const answered = once(this.#child, 'message');
    this.#child.send(request);
    const [times] = (await answered) as [number[]];
    return times;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }
}
