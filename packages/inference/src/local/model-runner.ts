import { setMaxListeners } from 'node:events';
import { Overloaded } from '@openfashion/contract';
import { type PreparedInput, prepare, type Region } from '@openfashion/imaging';
import type { Manifest } from '../manifest.js';
import type { Call, InferenceObserver } from '../port.js';
import { ModelProcess, type ModelProcessOptions } from '../process/model-process.js';
import type { Output } from '../process/protocol.js';
import { BatchingQueue, buckets } from '../queue/batching-queue.js';
import type { Model } from '../read-model.js';
import { batchSizes } from './batch-sizes.js';

/** Inputs of one model that may be in preparation or waiting: at 416 × 416 they hold 133 MB. */
const capacity = 256;
/** On a CPU larger batches save nothing (docs/performance.md); warming them would cost time and memory. */
const largestOnCpu = 4;

/** One region's outputs, and how it was brought to the model's size. */
export interface Ran {
  readonly prepared: PreparedInput;
  readonly output: Output;
}

/** A model in a process of its own behind its batching queue. */
export class ModelRunner {
  readonly process: ModelProcess;
  readonly #input: Manifest['input'];
  readonly #queue: BatchingQueue<Uint8Array, Output>;
  #preparing = 0;

  static async start(
    model: Model,
    options: Pick<ModelProcessOptions, 'provider' | 'threads' | 'gpu'>,
    observer: InferenceObserver = {},
  ): Promise<ModelRunner> {
    const warm = options.provider === 'cpu' ? buckets.filter((size) => size <= largestOnCpu) : buckets;
    const { task } = model.manifest;
    const process = await ModelProcess.start({ model, ...options, warm, onEnd: (how) => observer.ended?.(task, how) });
    return new ModelRunner(model, process, observer);
  }

  private constructor({ manifest }: Model, process: ModelProcess, observer: InferenceObserver) {
    this.process = process;
    this.#input = manifest.input;
    this.#queue = new BatchingQueue({
      run: (inputs) => process.run(inputs),
      capacity,
      maxBatch: batchSizes(process.times),
      observer: {
        waited: (lane, waited) => observer.queueWait?.(manifest.task, lane, waited),
        ran: (size, took) => observer.batch?.(manifest.task, size, took),
      },
    });
  }

  /**
   * Bring each region to the model's size and run it; outputs in the regions' order. When one fails the others, of which
   * nobody would hear, are given up too.
   * @throws Overloaded before anything is prepared, or what {@link BatchingQueue.add} throws
   */
  async run(regions: readonly Region[], call: Call): Promise<Ran[]> {
    call.signal.throwIfAborted();
    if (regions.length > this.#queue.free - this.#preparing) {
      throw new Overloaded('as many inputs as may wait for the model do so already');
    }
    const together = new AbortController();
    setMaxListeners(regions.length, together.signal);
    const leave = () => together.abort(call.signal.reason);
    call.signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.all(regions.map((region) => this.#runOne(region, { ...call, signal: together.signal })));
    } catch (error) {
      together.abort(error);
      throw error;
    } finally {
      call.signal.removeEventListener('abort', leave);
    }
  }

  async #runOne(region: Region, call: Call): Promise<Ran> {
    const prepared = await this.#prepare(region);
    return { prepared, output: await this.#queue.add(prepared.data, call) };
  }

  async #prepare(region: Region): Promise<PreparedInput> {
    this.#preparing += 1;
    try {
      return await prepare(region, this.#input);
    } finally {
      this.#preparing -= 1;
    }
  }
}
