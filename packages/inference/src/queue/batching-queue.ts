import { DeadlineExceeded, type Milliseconds, Overloaded } from '@openfashion/contract';
import type { Call } from '../port.js';

/** Batch sizes that a model is warmed for. */
export const buckets = [1, 2, 4, 8, 16, 32] as const;

export interface BatchingQueueOptions<Input, Output> {
  /** Runs one batch; called again only when it has settled. */
  run(inputs: readonly Input[]): Promise<readonly Output[]>;
  /** Inputs that may wait, of both lanes together. */
  readonly capacity: number;
  /** Largest batch of each lane: a running batch cannot be interrupted, so indexing ones are kept short. */
  readonly maxBatch: Readonly<Record<Call['lane'], number>>;
  readonly observer?: {
    waited?(lane: Call['lane'], waited: Milliseconds): void;
    ran?(size: number, took: Milliseconds): void;
  };
}

interface Waiting<Input, Output> {
  readonly input: Input;
  readonly since: Milliseconds;
  resolve(output: Output): void;
  reject(reason: unknown): void;
  /** Whoever asked has left or its deadline passed: it never reaches the model. */
  gone: boolean;
}

/** Interactive batches in a row while indexing waits; then it is indexing's turn, so that it never starves. */
const interactiveInARow = 4;

/**
 * Gathers single inputs into batches for one model. A batch starts as soon as the model is free; while it is busy the
 * next gathers. Interactive inputs go first.
 */
export class BatchingQueue<Input, Output> {
  readonly #options: BatchingQueueOptions<Input, Output>;
  readonly #lanes: Record<Call['lane'], Waiting<Input, Output>[]> = { interactive: [], indexing: [] };
  #running = false;
  #inARow = 0;

  constructor(options: BatchingQueueOptions<Input, Output>) {
    this.#options = options;
  }

  /** @throws Overloaded at once when as many wait as may */
  checkCapacity(): void {
    const { interactive, indexing } = this.#lanes;
    if (interactive.length + indexing.length >= this.#options.capacity) {
      throw new Overloaded(`more than ${this.#options.capacity} inputs wait for the model`);
    }
  }

  /**
   * Resolves to the input's output.
   * @throws Overloaded at once when the queue is full, DeadlineExceeded, the signal's reason, or what the run threw
   */
  async add(input: Input, { lane, deadline, signal }: Call): Promise<Output> {
    signal.throwIfAborted();
    const left = deadline - performance.now();
    if (left <= 0) throw new DeadlineExceeded('the deadline had passed before the model was asked');
    this.checkCapacity();
    let timer: NodeJS.Timeout | undefined;
    let leave = () => {};
    try {
      return await new Promise<Output>((resolve, reject) => {
        const waiting = { input, since: performance.now(), resolve, reject, gone: false };
        const giveUp = (reason: unknown) => {
          waiting.gone = true;
          reject(reason);
        };
        timer = setTimeout(() => giveUp(new DeadlineExceeded('the model did not answer before the deadline')), left);
        leave = () => giveUp(signal.reason);
        signal.addEventListener('abort', leave, { once: true });
        this.#lanes[lane].push(waiting);
        void this.#work();
      });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
    }
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
    for (const lane of ['interactive', 'indexing'] as const) {
      this.#lanes[lane] = this.#lanes[lane].filter(({ gone }) => !gone);
    }
    const { interactive, indexing } = this.#lanes;
    const turnOfIndexing = indexing.length > 0 && (interactive.length === 0 || this.#inARow >= interactiveInARow);
    const lane = turnOfIndexing ? 'indexing' : 'interactive';
    this.#inARow = turnOfIndexing || indexing.length === 0 ? 0 : this.#inARow + 1;
    const most = Math.min(this.#lanes[lane].length, this.#options.maxBatch[lane]);
    const size = buckets.findLast((bucket) => bucket <= most) ?? 0;
    const batch = this.#lanes[lane].splice(0, size);
    const now = performance.now();
    for (const { since } of batch) this.#options.observer?.waited?.(lane, now - since);
    return batch;
  }

  async #run(batch: readonly Waiting<Input, Output>[]): Promise<void> {
    const start = performance.now();
    try {
      const outputs = await this.#options.run(batch.map(({ input }) => input));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const output = outputs[index];
        if (output === undefined) reject(new Error('the model answered fewer outputs than it was given inputs'));
        else resolve(output);
      }
      this.#options.observer?.ran?.(batch.length, performance.now() - start);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
