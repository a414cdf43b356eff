import { type InputSpec, type PreparedInput, prepare, type Region } from '@openfashion/imaging';
import type { Call } from '../port.js';
import type { ModelRunner, Output } from './model-runner.js';

/** One region's outputs, and how it was brought to the model's size. */
export interface Ran {
  readonly prepared: PreparedInput;
  readonly output: Output;
}

/** Brings regions to a model's size and runs it on them. */
export class RegionRunner {
  readonly #input: InputSpec;
  readonly #model: ModelRunner;
  readonly #preparing: Record<Call['lane'], number> = { interactive: 0, indexing: 0 };

  constructor(input: InputSpec, model: ModelRunner) {
    this.#input = input;
    this.#model = model;
  }

  /**
   * Outputs in the regions' order.
   * @throws what {@link ModelRunner.refusal} says before anything is prepared, or what {@link ModelRunner.run} throws
   */
  async run(regions: readonly Region[], call: Call): Promise<Ran[]> {
    call.signal.throwIfAborted();
    if (regions.length === 0) return [];
    const refusal = this.#model.refusal(call, regions.length + this.#preparing[call.lane]);
    if (refusal) throw refusal;
    const prepared = await this.#prepare(regions, call.lane);
    const outputs = await this.#model.run(
      prepared.map(({ data }) => data),
      call,
    );
    return prepared.map((each, index) => ({ prepared: each, output: outputs[index] ?? [] }));
  }

  async #prepare(regions: readonly Region[], lane: Call['lane']): Promise<PreparedInput[]> {
    this.#preparing[lane] += regions.length;
    try {
      return await Promise.all(regions.map((region) => prepare(region, this.#input)));
    } finally {
      this.#preparing[lane] -= regions.length;
    }
  }
}
