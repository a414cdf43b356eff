import type { PortFailure } from '@openfashion/contract';
import type { Call } from '../port.js';

/** Outputs of one input: raw detections, a vector, or a probability list per head. */
export type Output = readonly Float32Array[];

/** How urgent a call is. */
export type Urgency = Pick<Call, 'lane' | 'deadline'>;

/** A model that takes inputs of its own size, wherever it runs. */
export interface ModelRunner {
  /** What a call with so many inputs would be refused with at this moment, if it would: asked before work is spent on it. */
  refusal(urgency: Urgency, inputs: number): PortFailure | undefined;
  /**
   * Outputs in the order of the inputs; all of them or none.
   * @param inputs RGB bytes of the manifest's size, rows from the top: width × height × 3 each
   * @throws Overloaded, DeadlineExceeded, Unavailable, or the signal's reason
   */
  run(inputs: readonly Uint8Array[], call: Call): Promise<readonly Output[]>;
}
