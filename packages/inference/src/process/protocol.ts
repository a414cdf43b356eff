import type { Model } from '../manifest.js';

/** What a model process is told at its start. */
export interface LoadRequest {
  readonly kind: 'load';
  readonly model: Model;
  readonly provider: 'cpu' | 'cuda' | 'tensorrt';
  readonly threads: number;
  /** Batch sizes to run once, largest last. */
  readonly warm: readonly number[];
}

/** One batch: `size` inputs one after the other. */
export interface RunRequest {
  readonly kind: 'run';
  readonly data: Uint8Array;
  readonly size: number;
}

export type Request = LoadRequest | RunRequest;

/** Outputs of one input: raw detections, a vector, or a probability list per head. */
export type Output = readonly Float32Array[];

export type Reply =
  /** `times`: how long a batch of each warmed size took, in milliseconds. */
  | { readonly kind: 'loaded'; readonly times: Readonly<Record<number, number>> }
  | { readonly kind: 'ran'; readonly outputs: readonly Output[] }
  | { readonly kind: 'failed'; readonly message: string };
