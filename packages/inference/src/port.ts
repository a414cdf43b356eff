import type { Milliseconds } from '@openfashion/contract';
import type { Box, Picture, Region } from '@openfashion/imaging';

/** What travels with every call to a model. */
export interface Call {
  /** Interactive calls go before indexing calls in every queue; indexing never starves. */
  readonly lane: 'interactive' | 'indexing';
  /** Instant on this process's monotonic clock (`performance.now()`) after which the answer is of no use. */
  readonly deadline: Milliseconds;
  /** Aborted when the caller left: what is still queued never reaches the model. */
  readonly signal: AbortSignal;
  /** W3C `traceparent`. */
  readonly trace?: string;
}

/** One fashion item in a picture. */
export interface Detection {
  /** Item type: an id of the taxonomy's `types`. */
  readonly type: string;
  /** Probability, 0–1. */
  readonly score: number;
  /** Pixels of the upright picture, clipped to it. */
  readonly box: Box;
}

/**
 * Finds fashion items. Every adapter promises: one list per picture in the order given, each ordered by
 * score descending, at most 32 items, none with both sides ≤ 20 px (rule 6.2), down to `thresholds.indexing`;
 * callers filter by `thresholds.display` (rule 5.11).
 * Throws `Overloaded`, `DeadlineExceeded`, `Unavailable`, or the signal's reason.
 */
export interface Detector {
  readonly thresholds: { readonly display: number; readonly indexing: number };
  detect(pictures: readonly Picture[], call: Call): Promise<readonly (readonly Detection[])[]>;
}

/** What makes vectors comparable; kept with every collection of vectors. */
export interface EmbeddingSpace {
  /** Changes whenever vectors stop being comparable. Matches `[a-z0-9][a-z0-9._-]{0,63}`. */
  readonly id: string;
  readonly dimension: number;
  /** Knots `[cosine, similarity]` of a monotone piecewise-linear map, ascending; absent means identity (rule 5.2). */
  readonly calibration?: readonly (readonly [number, number])[];
}

/**
 * Turns regions of pictures into vectors of unit length. Regions are cut with the manifest's margin and
 * resized as it says. One `Float32Array` of `embedding.dimension` per region, in the order given.
 * Throws as {@link Detector} does.
 */
export interface Embedder {
  readonly embedding: EmbeddingSpace;
  embed(regions: readonly Region[], call: Call): Promise<readonly Float32Array[]>;
}

/** A region of which the item type is known: it decides which attributes and values can apply. */
export interface TypedRegion extends Region {
  readonly type: string;
}

/** Labels of one attribute, best first; ids of the taxonomy; scores 0–1, none below the attribute's threshold. */
export interface AttributeScores {
  readonly attribute: string;
  readonly labels: readonly { readonly value: string; readonly score: number }[];
}

/**
 * Says what a garment is like. Per region, attributes in the taxonomy's order; those that do not apply to
 * the type, and those without a label over the threshold, are absent (rule 7.5).
 * Throws as {@link Detector} does.
 */
export interface Tagger {
  tag(regions: readonly TypedRegion[], call: Call): Promise<readonly (readonly AttributeScores[])[]>;
}

/** A model behind its port, wherever it runs. */
export interface Served<Port> {
  readonly port: Port;
  /** Rejects when it cannot serve now. */
  check(): Promise<void>;
  /** Takes no more calls; those in hand are finished or fail with Unavailable. */
  close(): Promise<void>;
}

/** What a model server tells about its work; all optional, called synchronously. */
export interface InferenceObserver {
  /** Time a picture or crop waited before its batch started. */
  queueWait?(model: string, lane: Call['lane'], waited: Milliseconds): void;
  /** One run of the model. */
  batch?(model: string, size: number, took: Milliseconds): void;
  /** A model's process ended unasked, or could not be started again; it is started again after a pause. */
  ended?(model: string, how: string): void;
  /** A model's process can serve, for the first time or again. */
  started?(model: string): void;
}
