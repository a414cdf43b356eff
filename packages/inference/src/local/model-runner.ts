import type { Milliseconds } from '@openfashion/contract';
import { type PreparedInput, prepare, type Region } from '@openfashion/imaging';
import type { Manifest, Model } from '../manifest.js';
import type { Call, InferenceObserver } from '../port.js';
import { ModelProcess, type ModelProcessOptions } from '../process/model-process.js';
import type { Output } from '../process/protocol.js';
import { BatchingQueue, buckets } from '../queue/batching-queue.js';

/** How long an indexing batch may keep an interactive one waiting. */
const indexingBatch: Milliseconds = 25;
/** Inputs that may wait for one model. */
const capacity = 512;

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

  static async start(
    model: Model,
    options: Pick<ModelProcessOptions, 'provider' | 'threads'>,
    observer: InferenceObserver = {},
  ): Promise<ModelRunner> {
    // On a CPU a larger batch is no faster per picture; on a GPU it is.
    const warm = options.provider === 'cpu' ? buckets.filter((size) => size <= 4) : buckets;
    const process = new ModelProcess({ model, ...options, warm });
    await process.start();
    return new ModelRunner(model, process, Math.max(...warm), observer);
  }

  private constructor({ manifest }: Model, process: ModelProcess, largest: number, observer: InferenceObserver) {
    this.process = process;
    this.#input = manifest.input;
    const short = buckets.filter((size) => (process.times[size] ?? Number.POSITIVE_INFINITY) <= indexingBatch);
    this.#queue = new BatchingQueue({
      run: (inputs) => process.run(concatenate(inputs), inputs.length),
      capacity,
      maxBatch: { interactive: largest, indexing: Math.max(1, ...short) },
      observer: {
        waited: (lane, waited) => observer.queueWait?.(manifest.task, lane, waited),
        ran: (size, took) => observer.batch?.(manifest.task, size, took),
      },
    });
  }

  /** Bring each region to the model's size and run it; outputs in the regions' order. */
  run(regions: readonly Region[], call: Call): Promise<Ran[]> {
    return Promise.all(
      regions.map(async (region) => {
        // A refusal should not cost the work of preparing.
        this.#queue.checkCapacity();
        const prepared = await prepare(region, this.#input);
        return { prepared, output: await this.#queue.add(prepared.data, call) };
      }),
    );
  }
}

function concatenate(inputs: readonly Uint8Array[]): Uint8Array {
  const [only] = inputs;
  if (only && inputs.length === 1) return only;
  return Buffer.concat(inputs);
}
