import { type PortFailure, Unavailable } from '@openfashion/contract';
import type { Manifest } from '../manifest.js';
import type { InferenceObserver } from '../port.js';
import { ModelProcess, type ModelProcessOptions } from '../process/model-process.js';
import { buckets } from '../queue/batching-queue.js';
import { QueuedModel } from '../queue/queued-model.js';
import type { Model } from '../read-model.js';
import type { Urgency } from '../tasks/model-runner.js';

/** On a CPU larger batches save nothing (docs/performance.md); warming them would cost time and memory. */
const largestOnCpu = 4;

/** A model in a process of its own behind its batching queue. */
export class LocalModel<Of extends Manifest = Manifest> extends QueuedModel<Of> {
  readonly process: ModelProcess;

  /** Load and warm it. @throws what {@link ModelProcess.start} throws */
  static async start<Of extends Manifest>(
    model: Model<Of>,
    options: Pick<ModelProcessOptions, 'provider' | 'threads' | 'gpu'>,
    observer: InferenceObserver = {},
  ): Promise<LocalModel<Of>> {
    const { task } = model.manifest;
    const process = await ModelProcess.start({
      model,
      ...options,
      warm: options.provider === 'cpu' ? buckets.filter((size) => size <= largestOnCpu) : buckets,
      onEnd: (how) => observer.ended?.(task, how),
      onStart: () => observer.started?.(task),
    });
    return new LocalModel(model.manifest, process, observer);
  }

  private constructor(manifest: Of, process: ModelProcess, observer: InferenceObserver) {
    super({ manifest, runBatch: (inputs) => process.run(inputs), times: process.times, observer });
    this.process = process;
  }

  override refusal(urgency: Urgency, inputs: number): PortFailure | undefined {
    if (!this.process.running) return new Unavailable(`${this.manifest.name} is not running`);
    return super.refusal(urgency, inputs);
  }
}
