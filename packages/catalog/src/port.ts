import type { Filter } from '@openfashion/contract';

/** A product as it is stored: the fields of the contract that are not empty, and what was computed from its picture. */
export interface CatalogDocument {
  readonly productId: string;
  readonly name: string;
  readonly imageUrl: string;
  readonly category1Id?: string;
  readonly category2Id?: string;
  readonly category3Id?: string;
  readonly s1?: string;
  readonly s2?: string;
  /** Unit length, of the collection's dimension. */
  readonly vector: Float32Array;
  /** Fingerprint of the whole upright picture (packages/imaging), for rule 5.3. */
  readonly fingerprint: Uint8Array;
  /** SHA-256 of the picture's bytes, hex: rule 8.12. */
  readonly contentHash: string;
  /** What the picture's server said by which it can tell later whether the picture changed: rule 8.12. */
  readonly etag?: string;
  readonly lastModified?: string;
}

/** A collection of comparable vectors and how their similarity reads; stored with it, so that 5.7 holds without models. */
export interface Collection {
  readonly embedding: string;
  readonly dimension: number;
  /** Knots `[cosine, similarity]`, ascending; absent means identity (rule 5.2). */
  readonly calibration?: readonly (readonly [number, number])[];
}

/** The documents of one service in one collection. `service` is the internal id, never the name (rule 4.2). */
export interface Scope {
  readonly service: string;
  readonly embedding: string;
}

/**
 * A change of one document. `seq` orders the writes of a service: a write whose seq is not greater than the
 * stored document's or removal marker's changes nothing.
 */
export type Write = Put | { readonly kind: 'remove'; readonly seq: number; readonly productId: string };

export interface Put {
  readonly kind: 'put';
  readonly seq: number;
  readonly document: CatalogDocument;
}

export interface VectorQuery {
  /** Unit length, of the collection's dimension. */
  readonly vector: Float32Array;
  /** How many of the nearest documents that pass the filters. */
  readonly limit: number;
  readonly filters: readonly Filter[];
  /** A product that is never returned, left out before `limit` is applied (rule 5.4). */
  readonly excludeProductId?: string;
}

export interface Match {
  readonly document: Omit<CatalogDocument, 'vector'>;
  /** Cosine of the query's and the document's vector. */
  readonly cosine: number;
}

/**
 * Documents with vectors, of many services. Every adapter promises:
 * - a promise of a write resolves when the write is durable (survives `kill -9` and power loss) and visible to every later read;
 *   where a shared store has just been started again, to others than `existing` and `export` once that has caught up;
 * - the seq rule of {@link Write}; a removal leaves a marker that is never counted or found;
 * - after `drop` nothing of the service is found, and a later `apply` to it changes nothing;
 * - filters restrict the search itself (rule 3.6).
 * Throws `Unavailable`, or `Overloaded` when too much waits; a scope whose collection was never ensured, a vector of another
 * length or with a number that is not finite, text that is not well formed: programming errors, thrown before anything is done.
 */
export interface Catalog {
  /** Create the collection if it is not there; never changes one that is. Resolves to what is stored. */
  ensureCollection(collection: Collection): Promise<Collection>;
  collection(embedding: string): Promise<Collection | undefined>;
  get(scope: Scope, productId: string): Promise<CatalogDocument | undefined>;
  /**
   * Which of these products are stored: the state that outcomes are decided on. It has every write that was acknowledged, also
   * where the store has just been started again, and so have `export` and a `count` that is asked for at once afterwards.
   */
  existing(scope: Scope, productIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** At most 1,000 writes; atomic in the embedded adapter, repeatable in every one. */
  apply(scope: Scope, batch: readonly Write[]): Promise<void>;
  /** Nearest first; ties by productId ascending by code point. Which of a tie stand at the cut of `limit` is the adapter's choice. */
  search(scope: Scope, query: VectorQuery): Promise<readonly Match[]>;
  count(scope: Scope): Promise<number>;
  /** All documents, each as the write that made it, in no promised order, while writes go on. */
  export(scope: Scope): AsyncIterable<Put>;
  /** Forget the service in every collection. Storage is reclaimed in the background. */
  drop(service: string): Promise<void>;
  /**
   * Forget the documents and removal markers of this scope, not those of the service's other collections. Later writes
   * find it as if nothing had ever been written to it. Storage is reclaimed in the background.
   */
  clear(scope: Scope): Promise<void>;
  /** Forget removal markers with a seq below this: their jobs ended at least 24 h ago. */
  forgetRemovals(scope: Scope, belowSeq: number): Promise<void>;
  /** Reject if the store cannot answer now. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
