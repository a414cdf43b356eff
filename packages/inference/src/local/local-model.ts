import { setMaxListeners } from 'node:events';
import type { Overloaded } from '@openfashion/contract';
import type { Manifest } from '../manifest.js';
import type { Call, InferenceObserver } from '../port.js';
import { ModelProcess, type ModelProcessOptions } from '../process/model-process.js';
import { batchSizes } from '../queue/batch-sizes.js';
import { BatchingQueue, buckets } from '../queue/batching-queue.js';
import type { Model } from '../read-model.js';
import type { ModelRunner, Output } from '../tasks/model-runner.js';

/** Inputs of one lane that may wait for one model: at 416 × 416 they hold 66 MB. */
const capacity = 128;
/** On a CPU larger batches save nothing (docs/performance.md); warming them would cost time and memory. */
const largestOnCpu = 4;

/** A model in a process of its own behind its batching queue. */
export class LocalModel<Of extends Manifest = Manifest> implements ModelRunner {
  readonly manifest: Of;
  readonly process: ModelProcess;
  readonly #queue: BatchingQueue<Uint8Array, Output>;

  /** Load and warm it. @throws what {@link ModelProcess.start} throws */
  static async start<Of extends Manifest>(
    model: Model<Of>,
    options: Pick<ModelProcessOptions, 'provider' | 'threads'>,
    observer: InferenceObserver = {},
  ): Promise<LocalModel<Of>> {
    const warm = options.provider === 'cpu' ? buckets.filter((size) => size <= largestOnCpu) : buckets;
    const { task } = model.manifest;
    const process = await ModelProcess.start({
      model,
      ...options,
      warm,
      onEnd: (how) => observer.ended?.(task, how),
      onStart: () => observer.started?.(task),
    });
    return new LocalModel(model, process, observer);
  }

  private constructor({ manifest }: Model<Of>, process: ModelProcess, observer: InferenceObserver) {
    this.manifest = manifest;
    this.process = process;
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

  free(lane: Call['lane']): number {
    return this.#queue.free(lane);
  }

  /** How many inputs of this lane wait now. */
  waiting(lane: Call['lane']): number {
    return this.#queue.length(lane);
  }

  /** What a call with so many inputs would be refused with at this moment, if it would. */
  refusal(call: Pick<Call, 'lane' | 'deadline'>, inputs: number): Overloaded | undefined {
    return this.#queue.refusal(call, inputs);
  }

  /** When one input fails the others, of which nobody would hear, are given up too. */
  async run(inputs: readonly Uint8Array[], call: Call): Promise<readonly Output[]> {
    call.signal.throwIfAborted();
    const refusal = inputs.length > 0 ? this.#queue.refusal(call, inputs.length) : undefined;
    if (refusal) throw refusal;
    const together = new AbortController();
    setMaxListeners(inputs.length, together.signal);
    const leave = () => together.abort(call.signal.reason);
    call.signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.all(inputs.map((input) => this.#queue.add(input, { ...call, signal: together.signal })));
    } catch (error) {
      together.abort(error);
      throw error;
    } finally {
      call.signal.removeEventListener('abort', leave);
    }
  }
}
