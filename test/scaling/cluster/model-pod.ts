import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import type { Milliseconds } from '@openfashion/contract';
import type { Call, Manifest, Task } from '@openfashion/inference';
import type { Attempt } from '../../../packages/inference/src/grpc/client/unary.js';
import { farewell } from '../../../packages/inference/src/grpc/server/connections.js';
import { type Refusal, refusalOf } from '../../../packages/inference/src/grpc/server/statuses.js';
import {
  type RequestOf,
  type ResponseOf,
  type WireOf,
  wires,
} from '../../../packages/inference/src/grpc/wire/index.js';
import { QueuedModel } from '../../../packages/inference/src/queue/queued-model.js';
import type { Random } from '../../harness/random.js';
import { type Counts, noCounts, observe } from '../autoscale/histogram.js';
import { surroundings } from '../profiles.js';
import type { VirtualClock } from '../time/virtual-clock.js';
import type { Endpoint } from './balancer.js';
import type { Workload } from './deployment.js';

export interface ModelPodOptions<Of extends Task> {
  readonly task: Of;
  readonly manifest: Manifest<Of>;
  readonly times: Readonly<Record<number, Milliseconds>>;
  /** What one picture costs the loop of the main process. */
  readonly reading: Milliseconds;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly endpoint: Endpoint;
  readonly waited: (lane: Call['lane'], waited: Milliseconds) => void;
}

const nothing = [new Float32Array(1)];

/** A replica of a model service: the real queue in front of a model that only takes time. */
export class ModelPod<Of extends Task> implements Workload {
  readonly endpoint: Endpoint;
  /** Waits of interactive pictures so far, as its metric has them. */
  readonly waits: Counts = noCounts();
  /** How long the model ran so far. */
  busy: Milliseconds = 0;
  /** Processor time of the main process so far. */
  mainProcess: Milliseconds = 0;
  /** Calls that were accepted and lost. */
  lost = 0;
  readonly #options: ModelPodOptions<Of>;
  readonly #model: QueuedModel<Manifest<Of>>;
  readonly #readingNow: Record<Call['lane'], number> = { interactive: 0, indexing: 0 };
  #loopFree: Milliseconds = 0;
  #inHand = 0;
  #idle: (() => void) | undefined;
  #draining = false;
  #gone = false;

  constructor(options: ModelPodOptions<Of>) {
    const { manifest, times, clock, random } = options;
    this.#options = options;
    this.endpoint = options.endpoint;
    const timeOf = (size: number) => Object.entries(times).find(([at]) => Number(at) >= size)?.[1] ?? 0;
    this.#model = new QueuedModel({
      manifest,
      times,
      clock,
      runBatch: async (inputs) => {
        await clock.sleep(timeOf(inputs.length) * (1 + surroundings.noise * (2 * random() - 1)));
        return inputs.map(() => nothing);
      },
      observer: {
        queueWait: (_task, lane, waited) => {
          if (lane === 'interactive') observe(this.waits, waited);
          options.waited(lane, waited);
        },
        batch: (_task, _size, took) => {
          this.busy += took;
        },
      },
    });
  }

  /** Whether it takes connections. */
  get listening(): boolean {
    return !this.#draining;
  }

  /** Interactive pictures that wait. */
  get waiting(): number {
    return this.#model.waiting('interactive');
  }

  /** What its gRPC server does with a call: refuse it by its headers, or read its message, run the model and answer. */
  async serve(request: RequestOf<Of>, call: Call): Promise<Attempt<ResponseOf<Of>>> {
    const { task, clock, manifest } = this.#options;
    await clock.sleep(surroundings.wire / 2);
    if (this.#gone) return this.#failed(gone);
    const refusal = refusalOf(this.#model.refusal(call, this.#readingNow[call.lane] + 1));
    if (refusal) return this.#failed(refusal);
    this.#inHand += 1;
    try {
      await this.#read(request.pictures.length, call.lane);
      const outputs = await this.#model.run(request.pictures, call);
      await clock.sleep(surroundings.wire / 2);
      if (this.#gone) return this.#failed(gone);
      if (clock.now() > call.deadline) return this.#failed(late);
      const wire: WireOf<Of> = wires[task];
      return { response: wire.response(manifest, outputs) };
    } catch (error) {
      const refused = refusalOf(error);
      if (refused === undefined) throw error;
      return this.#failed(refused);
    } finally {
      this.#inHand -= 1;
      if (this.#inHand === 0) this.#idle?.();
    }
  }

  async drain(): Promise<void> {
    this.#draining = true;
    await this.#options.clock.sleep(farewell);
    if (this.#inHand > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    this.#gone = true;
  }

  kill(): void {
    this.lost += this.#inHand;
    this.#gone = true;
  }

  /** Messages are read by one loop, one after the other. */
  async #read(pictures: number, lane: Call['lane']): Promise<void> {
    const { clock, reading } = this.#options;
    this.#readingNow[lane] += 1;
    this.mainProcess += reading * pictures;
    this.#loopFree = Math.max(clock.now(), this.#loopFree) + reading * pictures;
    await clock.sleep(this.#loopFree - clock.now());
    this.#readingNow[lane] -= 1;
  }

  #failed({ code, details, metadata = new Metadata() }: Refusal): { error: ServiceError; peer: string } {
    const { host, port } = this.endpoint;
    return { error: Object.assign(new Error(details), { code, details, metadata }), peer: `${host}:${port}` };
  }
}

const gone: Refusal = { code: status.UNAVAILABLE, details: 'the replica is gone' };
const late: Refusal = { code: status.DEADLINE_EXCEEDED, details: 'the deadline passed' };
