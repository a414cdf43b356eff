import type { Model } from '@openfashion/inference';
import { AskedProcess } from '../../harness/asked-process.js';

interface RawRequest {
  readonly size: number;
  readonly milliseconds: number;
}
interface RawReply {
  readonly runs: number;
  readonly milliseconds: number;
}

/** A plain loop over ONNX Runtime with ready tensors, in a process of its own, with one thread as the product has it. */
export class RawLoop implements AsyncDisposable {
  private constructor(private readonly process: AskedProcess<RawRequest, RawReply>) {}

  static async start({ path, manifest }: Model): Promise<RawLoop> {
    const options = { path, input: manifest.input, threads: 1, provider: 'cpu' };
    const process = new AskedProcess<RawRequest, RawReply>(new URL('./raw.mjs', import.meta.url), {
      args: [JSON.stringify(options)],
      environment: { ORT_DISABLE_TELEMETRY: '1' },
    });
    await process.said();
    return new RawLoop(process);
  }

  /** Pictures a second in batches of this size. */
  async perSecond(size: number, milliseconds: number): Promise<number> {
    const { runs, milliseconds: took } = await this.process.ask({ size, milliseconds });
    return (runs * size * 1000) / took;
  }

  /** Milliseconds of one run with one picture. */
  async once(): Promise<number> {
    return (await this.process.ask({ size: 1, milliseconds: 0 })).milliseconds;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.process[Symbol.asyncDispose]();
  }
}
