import { type ChildProcess, fork, type Serializable } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Options of Node for a script in TypeScript that uses the workspace's sources. */
export const fromSources = ['--conditions=source', '--import', 'tsx'] as const;

export interface AskedProcessOptions {
  readonly args?: readonly string[];
  /** Options of Node; without any a script is plain JavaScript. */
  readonly execArgv?: readonly string[];
  /** Beside the variables of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * A script in a process of its own, whose work is not that of who asks it. It answers each question by one message, one after
 * the other, and ends when it is disconnected.
 */
export class AskedProcess<Question extends Serializable, Answer> implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;

  constructor(script: URL, { args = [], execArgv = [], environment = {} }: AskedProcessOptions = {}) {
    const entry = fileURLToPath(script);
    this.#child = fork(entry, args, { execArgv: [...execArgv], env: { ...process.env, ...environment } });
    this.#ended = once(this.#child, 'exit').then(([code, signal]) => {
      throw new Error(`${entry} ended with ${signal ?? code}`);
    });
    // Thrown where it is waited for.
    this.#ended.catch(() => {});
  }

  /** Its next message; the first one of many scripts says that they are ready. @throws Error when it ends instead */
  async said<Said = Answer>(): Promise<Said> {
    const [message] = await Promise.race([once(this.#child, 'message'), this.#ended]);
    return message;
  }

  ask(question: Question): Promise<Answer> {
    const answer = this.said();
    this.#child.send(question);
    return answer;
  }

  /** What is answered by nothing of its own. */
  tell(message: Question): void {
    this.#child.send(message);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.#ended.catch(() => {});
  }
}
