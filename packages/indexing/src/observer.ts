import type { JobStatus, Milliseconds } from '@openfashion/contract';
import type { Outcome } from './coordinate/outcomes.js';
import type { FailureReason } from './state/chunk-result.js';

/** What indexing tells about its work; all optional, called synchronously. */
export interface IndexingObserver {
  /** A job reached this status. */
  job?(status: JobStatus): void;
  /** Lines were accounted for, each once. */
  lines?(outcome: Outcome, count: number): void;
  /** Lines were accounted for that failed for this reason, each once. */
  failures?(reason: FailureReason, count: number): void;
  /** So many chunks are in hand now. */
  chunksInHand?(count: number): void;
  /** A chunk is in hand, so long after it was queued. */
  chunkStarted?(waited: Milliseconds): void;
  /** A chunk went back to the queue, and why. */
  chunkRetried?(cause: unknown): void;
  /** Documents were put into a collection that is being filled, or cannot be; each once for every attempt that ended. */
  reembedded?(outcome: 'done' | 'failed', documents: number): void;
  /** So many documents of a service are still to be re-embedded; 0 when this process has it in hand no more. */
  reembedding?(service: string, remaining: number): void;
  /** A service was switched by itself. */
  switched?(service: string, embedding: string): void;
  /** Work that an operator must see to waits, e.g. for a model that no process runs. */
  waiting?(service: string, reason: string): void;
  /** Something failed and will be tried again. */
  failed?(activity: string, error: unknown): void;
}
