import { AskedProcess, fromSources } from '../../harness/asked-process.js';
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
  private constructor(private readonly process: AskedProcess<ScriptRequest, readonly number[]>) {}

  static async start(options: ScriptOptions): Promise<SearchScript> {
    const process = new AskedProcess<ScriptRequest, readonly number[]>(new URL('./script.ts', import.meta.url), {
      args: [JSON.stringify(options)],
      execArgv: [heapGrowing, ...fromSources],
    });
    await process.said();
    return new SearchScript(process);
  }

  /** Milliseconds that each look at a picture took. */
  run(request: ScriptRequest): Promise<readonly number[]> {
    return this.process.ask(request);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.process[Symbol.asyncDispose]();
  }
}
