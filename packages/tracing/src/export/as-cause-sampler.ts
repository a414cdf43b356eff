import { type Link, TraceFlags } from '@opentelemetry/api';
import { type Sampler, SamplingDecision, type SamplingResult } from '@opentelemetry/sdk-trace-node';

/** A trace that is linked to what caused it is kept as that is; of the others another sampler decides. */
export class AsCauseSampler implements Sampler {
  readonly #others: Sampler;

  constructor(others: Sampler) {
    this.#others = others;
  }

  shouldSample(...call: Parameters<Sampler['shouldSample']>): SamplingResult {
    const [cause]: readonly Link[] = call[5];
    if (cause === undefined) return this.#others.shouldSample(...call);
    const isKept = (cause.context.traceFlags & TraceFlags.SAMPLED) !== 0;
    return { decision: isKept ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD };
  }

  toString(): string {
    return `AsCause{${this.#others.toString()}}`;
  }
}
