import type { Milliseconds } from '@openfashion/contract';
import type { Wait } from './recorder.js';

type Replicas = Readonly<Record<'gateway' | 'detector' | 'embedder' | 'tagger' | 'indexer', number>>;

/** What a simulation shows. */
export interface Result {
  /** Searches by picture and taggings, by what became of them. */
  readonly requests: Readonly<Record<'asked' | 'answered' | 'refused' | 'late', number>>;
  /** How long whole answers took. */
  readonly answers: { readonly p50: Milliseconds; readonly p95: Milliseconds; readonly p99: Milliseconds };
  /** Minutes in which the target of 500 ms at 95 of 100 was missed, or one request in a hundred was not answered. */
  readonly minutesOver: number;
  readonly waits: readonly Wait[];
  readonly lines: {
    readonly accepted: number;
    readonly computed: number;
    readonly waiting: number;
    readonly p50: Milliseconds;
    readonly longest: Milliseconds;
  };
  readonly most: Replicas;
  readonly stopped: Replicas;
  /** Pods that were cut off at the end of their grace period. */
  readonly killed: number;
  /** Calls that a model service had accepted and did not answer, because its pod was stopped. */
  readonly lost: number;
  readonly hours: {
    /** Machines with a GPU, from their order on; of processors, pods of models. */
    readonly machines: number;
    readonly models: number;
    readonly gateways: number;
    readonly indexers: number;
  };
}
