import { childOf, type Milliseconds, type PortFailure } from '@openfashion/contract';
import type { Clock } from '../clock.js';
import type { Manifest } from '../manifest.js';
import type { Call, InferenceObserver } from '../port.js';
import type { ModelRunner, Output, Urgency } from '../tasks/model-runner.js';
import { batchSizes } from './batch-sizes.js';
import { BatchingQueue } from './batching-queue.js';

/** Inputs of one lane that may wait for one model: at 416 × 416 they hold 66 MB. */
export const laneCapacity = 128;

export interface QueuedModelOptions<Of extends Manifest> {
  readonly manifest: Of;
  /** Runs one batch; called again only when it has settled. */
  readonly runBatch: (inputs: readonly Uint8Array[]) => Promise<readonly Output[]>;
  /** How long a batch of each size takes. */
  readonly times: Readonly<Record<number, Milliseconds>>;
  readonly observer?: InferenceObserver;
  readonly clock?: Clock;
}

/** A model behind its batching queue. */
export class QueuedModel<Of extends Manifest = Manifest> implements ModelRunner {
  readonly manifest: Of;
  readonly #queue: BatchingQueue<Uint8Array, Output>;

  constructor({ manifest, runBatch, times, observer, clock }: QueuedModelOptions<Of>) {
    this.manifest = manifest;
    this.#queue = new BatchingQueue({
      run: runBatch,
      capacity: laneCapacity,
      maxBatch: batchSizes(times),
      times,
      ...(clock && { clock }),
      observer: {
        waited: (lane, waited) => observer?.queueWait?.(manifest.task, lane, waited),
        ran: (size, took) => observer?.batch?.(manifest.task, size, took),
      },
    });
  }

  /** How many inputs of this lane wait now. */
  waiting(lane: Call['lane']): number {
    return this.#queue.length(lane);
  }

  refusal(urgency: Urgency, inputs: number): PortFailure | undefined {
    return this.#queue.refusal(urgency, inputs);
  }

  /** When one input fails the others, of which nobody would hear, are given up too. */
  async run(inputs: readonly Uint8Array[], call: Call): Promise<readonly Output[]> {
    call.signal.throwIfAborted();
    if (inputs.length === 0) return [];
    const refusal = this.refusal(call, inputs.length);
    if (refusal) throw refusal;
    const together = childOf(call.signal);
    try {
      return await Promise.all(inputs.map((input) => this.#queue.add(input, { ...call, signal: together.signal })));
    } catch (error) {
      together.abort(error);
      throw error;
    } finally {
      together.unlink();
    }
  }
}
