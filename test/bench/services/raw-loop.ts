import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Model } from '@openfashion/inference';

interface RawReply {
  readonly runs: number;
  readonly milliseconds: number;
}

/** A plain loop over ONNX Runtime with ready tensors, in a process of its own, with one thread as the product has it. */
export class RawLoop implements AsyncDisposable {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start({ path, manifest }: Model): Promise<RawLoop> {
    const entry = fileURLToPath(new URL('./raw.mjs', import.meta.url));
    const options = { path, input: manifest.input, threads: 1, provider: 'cpu' };
    const child = fork(entry, [JSON.stringify(options)], {
      execArgv: [],
      env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' },
    });
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the plain loop ended with code ${code}`);
    });
    await Promise.race([once(child, 'message'), ended]);
    // From here on a run that fails leaves its question without an answer, which the benchmark's caller notices.
    ended.catch(() => {});
    return new RawLoop(child);
  }

  /** Pictures a second in batches of this size. */
  async perSecond(size: number, milliseconds: number): Promise<number> {
    const { runs, milliseconds: took } = await this.#run(size, milliseconds);
    return (runs * size * 1000) / took;
  }

  /** Milliseconds of one run with one picture. */
  async once(): Promise<number> {
    return (await this.#run(1, 0)).milliseconds;
  }

  async #run(size: number, milliseconds: number): Promise<RawReply> {
    const answered = once(this.#child, 'message');
    this.#child.send({ size, milliseconds });
    const [reply] = (await answered) as [RawReply];
    return reply;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }
}
