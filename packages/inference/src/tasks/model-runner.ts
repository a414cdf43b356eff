import type { Call } from '../port.js';

/** Outputs of one input: raw detections, a vector, or a probability list per head. */
export type Output = readonly Float32Array[];

/** A model that takes inputs of its own size, wherever it runs. */
export interface ModelRunner {
  /** How many more inputs of this lane may be on their way now. */
  free(lane: Call['lane']): number;
  /**
   * Outputs in the order of the inputs; all of them or none.
   * @param inputs RGB bytes of the manifest's size, rows from the top: width × height × 3 each
   * @throws Overloaded, DeadlineExceeded, Unavailable, or the signal's reason
   */
  run(inputs: readonly Uint8Array[], call: Call): Promise<readonly Output[]>;
}
