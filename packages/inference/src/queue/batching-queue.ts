import { DeadlineExceeded, type Milliseconds, Overloaded } from '@openfashion/contract';
import { type Clock, systemClock } from '../clock.js';
import type { Call } from '../port.js';
import type { Urgency } from '../tasks/model-runner.js';
import { Pace } from './pace.js';

/** Batch sizes that a model is warmed for. */
export const buckets = [1, 2, 4, 8, 16, 32] as const;

type Lane = Call['lane'];

export interface BatchingQueueOptions<Input, Output> {
  /** Runs one batch; called again only when it has settled. */
  run(inputs: readonly Input[]): Promise<readonly Output[]>;
  /** Inputs of one lane that may wait: however much is indexed, shoppers find room. */
  readonly capacity: number;
  /** Largest batch of each lane: a running batch cannot be interrupted, so indexing ones are kept short. */
  readonly maxBatch: Readonly<Record<Lane, number>>;
  /** How long a batch of each size takes. */
  readonly times: Readonly<Record<number, Milliseconds>>;
  readonly observer?: {
    waited?(lane: Lane, waited: Milliseconds): void;
    ran?(size: number, took: Milliseconds): void;
  };
  readonly clock?: Clock;
}

interface Waiting<Input, Output> {
  readonly input: Input;
  readonly since: Milliseconds;
  readonly deadline: Milliseconds;
  resolve(output: Output): void;
  reject(reason: unknown): void;
}

/** Interactive batches in a row while indexing waits; then it is indexing's turn, so that it never starves. */
const interactiveInARow = 4;
/** What is expected is a guess: a call is taken only if it would be answered in time were everything a quarter slower. */
const caution = 1.25;

/**
 * Gathers single inputs into batches for one model. A batch starts as soon as the model is free; while it is busy the
 * next gathers. Interactive inputs go first. What cannot be served in time is refused before it waits.
 */
export class BatchingQueue<Input, Output> {
  readonly #options: BatchingQueueOptions<Input, Output>;
  readonly #lanes: Record<Lane, Waiting<Input, Output>[]> = { interactive: [], indexing: [] };
  readonly #pace: Pace;
  readonly #clock: Clock;
  #running = false;
  #inARow = 0;

  constructor(options: BatchingQueueOptions<Input, Output>) {
    this.#options = options;
    this.#pace = new Pace(options.times);
    this.#clock = options.clock ?? systemClock;
  }

  /** How many inputs of this lane wait now. */
  length(lane: Lane): number {
    return this.#lanes[lane].length;
  }

  /** How many more inputs of this lane may wait now. */
  free(lane: Lane): number {
    return this.#options.capacity - this.#lanes[lane].length;
  }

  /**
   * What `add` would refuse a call with at this moment, if it would: asked where refusing early saves work. Interactive
   * inputs wait for those before them, indexing ones for all; what would be answered too late is not worth a run.
   * @param count inputs that the call has, at least
   */
  refusal({ lane, deadline }: Urgency, count = 1): Overloaded | undefined {
    const ahead = this.length('interactive') + (lane === 'indexing' ? this.length('indexing') : 0);
    const now = this.#clock.now();
    const until = (inputs: number) => this.#pace.expected(inputs, this.#options.maxBatch[lane], now);
    const wait = until(ahead);
    if (count > this.free(lane)) {
      return new Overloaded(`${this.length(lane)} ${lane} inputs wait for the model already`, { retryAfter: wait });
    }
    if (wait === 0 || now + caution * until(ahead + count) <= deadline) return undefined;
    return new Overloaded('the model would not have answered before its deadline', { retryAfter: wait });
  }

  /**
   * Resolves to the input's output.
   * @throws Overloaded at once when its lane is full or the deadline too near, DeadlineExceeded, the signal's reason, or
   *   what the run threw
   */
  async add(input: Input, call: Call): Promise<Output> {
    const { lane, deadline, signal } = call;
    signal.throwIfAborted();
    const since = this.#clock.now();
    if (deadline <= since) throw late();
    const refusal = this.refusal(call);
    if (refusal) throw refusal;
    let wake = () => {};
    let leave = () => {};
    try {
      return await new Promise<Output>((resolve, reject) => {
        const waiting: Waiting<Input, Output> = { input, since, deadline, resolve, reject };
        const giveUp = (reason: unknown) => {
          this.#remove(lane, waiting);
          reject(reason);
        };
        leave = () => giveUp(signal.reason);
        wake = this.#clock.after(deadline - since, () => giveUp(late()));
        signal.addEventListener('abort', leave, { once: true });
        this.#lanes[lane].push(waiting);
        void this.#work();
      });
    } finally {
      wake();
      signal.removeEventListener('abort', leave);
    }
  }

  #remove(lane: Lane, waiting: Waiting<Input, Output>): void {
    const at = this.#lanes[lane].indexOf(waiting);
    if (at >= 0) this.#lanes[lane].splice(at, 1);
  }

  async #work(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    // Inputs that arrive together belong to one batch.
    await Promise.resolve();
    for (let batch = this.#next(); batch.length > 0; batch = this.#next()) await this.#run(batch);
    this.#running = false;
  }

  #next(): Waiting<Input, Output>[] {
    const now = this.#clock.now();
    this.#dropLate(now);
    const { interactive, indexing } = this.#lanes;
    const turnOfIndexing = indexing.length > 0 && (interactive.length === 0 || this.#inARow >= interactiveInARow);
    const lane = turnOfIndexing ? 'indexing' : 'interactive';
    this.#inARow = turnOfIndexing || indexing.length === 0 ? 0 : this.#inARow + 1;
    const most = Math.min(this.#lanes[lane].length, this.#options.maxBatch[lane]);
    const batch = this.#lanes[lane].splice(0, buckets.findLast((bucket) => bucket <= most) ?? 0);
    for (const { since } of batch) this.#options.observer?.waited?.(lane, now - since);
    return batch;
  }

  /** Timers fire late when the loop is busy: whatever is past its deadline by now is not run. */
  #dropLate(now: Milliseconds): void {
    for (const lane of [this.#lanes.interactive, this.#lanes.indexing]) {
      for (const waiting of lane.filter(({ deadline }) => deadline <= now)) {
        lane.splice(lane.indexOf(waiting), 1);
        waiting.reject(late());
      }
    }
  }

  async #run(batch: readonly Waiting<Input, Output>[]): Promise<void> {
    const start = this.#clock.now();
    this.#pace.started(batch.length, start);
    try {
      const outputs = await this.#options.run(batch.map(({ input }) => input));
      const end = this.#clock.now();
      this.#pace.ended(end);
      for (const [index, { resolve, reject }] of batch.entries()) {
        const output = outputs[index];
        if (output === undefined) reject(new Error('the model answered fewer outputs than it was given inputs'));
        else resolve(output);
      }
      this.#options.observer?.ran?.(batch.length, end - start);
    } catch (error) {
      this.#pace.failed();
      for (const { reject } of batch) reject(error);
    }
  }
}

const late = () => new DeadlineExceeded('the deadline passed before the model answered');
