import { limits, type Milliseconds } from '@openfashion/contract';

/** How indexing works. Correctness depends on none of these: they trade latency, load and memory. */
export interface IndexingSettings {
  /** Lines of one chunk; a job keeps what it was accepted with. At most {@link maxChunkLines}. */
  readonly chunkLines: number;
  /**
   * Chunks that one process computes at once. One of them is not for a service that has others: a small job does not wait for a
   * large one. Of the rest several, so that the slow end of one is the beginning of the next.
   */
  readonly lanes: number;
  /** Lines of one chunk that are computed at once: what waits for downloads and fills the models' batches. */
  readonly linesAtOnce: number;
  /**
   * Pictures that one process decodes or holds decoded at once: as many as keep two models on a CPU busy. More gains nothing
   * there (docs/performance.md), and a shopper's picture waits behind them for a thread that decodes.
   */
  readonly pictures: number;
  /** Documents of one service (rule 8.7). */
  readonly quota: number;
  /** Deadline of one call to a model. */
  readonly modelTimeout: Milliseconds;
  /** How long a line waits for something of ours that is down before its chunk goes back to the queue. */
  readonly patience: Milliseconds;
  /** How long a chunk or a service rests when something of ours is down. */
  readonly rest: Milliseconds;
  /** A chunk that nobody has worked on for this long is handed out again. */
  readonly ackWait: Milliseconds;
  /** How often a coordinator looks at what may have changed without it being told. */
  readonly tick: Milliseconds;
  /** Lease of the coordinator of a service: after a crash another takes over when it has expired. */
  readonly leaseRenewal: Milliseconds;
  readonly leaseExpiry: Milliseconds;
  /** Slot of an index request (rule 8.3) and presence of a worker. */
  readonly slotRenewal: Milliseconds;
  readonly slotExpiry: Milliseconds;
  /** How often what ended jobs left is looked through. */
  readonly upkeep: Milliseconds;
  /** How often deleted services are looked for. */
  readonly reclaiming: Milliseconds;
  /** Documents that are re-embedded between two notes of how far it has come. */
  readonly reembedBatch: number;
  /** A collection that a service does not need any more is kept this long: who reads it has begun before. */
  readonly retirement: Milliseconds;
  /** What nothing leads to is kept this long: what will lead to it may be about to be written. */
  readonly orphanAge: Milliseconds;
}

const second = 1_000;

export const defaultSettings: IndexingSettings = {
  chunkLines: 32,
  lanes: 4,
  linesAtOnce: 12,
  pictures: 6,
  quota: limits.documents.perService,
  modelTimeout: 60 * second,
  patience: 20 * second,
  rest: 2 * second,
  ackWait: 30 * second,
  tick: 1 * second,
  leaseRenewal: 1 * second,
  leaseExpiry: 5 * second,
  slotRenewal: limits.indexing.slotRenewMs,
  slotExpiry: limits.indexing.slotExpiryMs,
  upkeep: 60 * second,
  reclaiming: 5 * second,
  reembedBatch: 64,
  retirement: 30 * second,
  orphanAge: 3_600 * second,
};

/** Outcomes of a chunk and its removals must fit a value of the backplane and a batch of the catalogue. */
export const maxChunkLines = 1_000;
