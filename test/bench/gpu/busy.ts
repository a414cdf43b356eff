import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { descendants } from '../../harness/proc.js';
import { processorTime } from '../inference/processor-time.js';

/** Shares, 0 to 1. */
export interface Busy {
  /** Of all cores, by this process and those that it started. */
  readonly cpu: number;
  /** Undefined where nothing tells. */
  readonly gpu?: number;
}

/** How busy processors and GPU are while something is done. */
export class BusyMeter implements AsyncDisposable {
  readonly #smi: ChildProcess;
  #samples: number[] = [];
  /** What nobody can tell here, by name. */
  missing: string | undefined;

  private constructor() {
    const query = ['--query-gpu=utilization.gpu', '--format=csv,noheader,nounits', '--loop-ms=100', '--id=0'];
    this.#smi = spawn('nvidia-smi', query, { stdio: ['ignore', 'pipe', 'ignore'] });
    if (this.#smi.stdout) {
      createInterface({ input: this.#smi.stdout }).on('line', (line) => this.#samples.push(Number(line) / 100));
    }
  }

  static async open(): Promise<BusyMeter> {
    const meter = new BusyMeter();
    await once(meter.#smi, 'spawn').catch((error: Error) => {
      meter.missing = `nvidia-smi: ${error.message}`;
    });
    return meter;
  }

  async during<Result>(work: () => Promise<Result>): Promise<{ readonly result: Result; readonly busy: Busy }> {
    const family = await descendants(process.pid);
    const [used, start] = [await processorTime(family), performance.now()];
    this.#samples = [];
    const result = await work();
    const cpu = ((await processorTime(family)) - used) / (performance.now() - start) / availableParallelism();
    const sum = this.#samples.reduce((total, share) => total + share, 0);
    return { result, busy: { cpu, ...(this.#samples.length > 0 && { gpu: sum / this.#samples.length }) } };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.missing !== undefined || this.#smi.exitCode !== null) return;
    const gone = once(this.#smi, 'exit');
    this.#smi.kill();
    await gone;
  }
}

export const percent = (share: number | undefined): string =>
  share === undefined ? '–' : `${(100 * share).toFixed(0)} %`;
