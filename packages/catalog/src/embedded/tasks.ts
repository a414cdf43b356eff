import type { CatalogDocument, Collection, Match, Put, Scope, VectorQuery, Write } from '../port.js';

/** One call of `apply`; several are made durable together. */
export interface Application {
  readonly scope: Scope;
  readonly batch: readonly Write[];
}

/** What the thread that writes is asked, and what it answers. What it answered is durable. */
export interface WriterTasks {
  ping(): void;
  ensureCollection(collection: Collection): Collection;
  /** Each is done wholly or not at all. @returns why not, for each that was not done */
  apply(applications: readonly Application[]): (Error | undefined)[];
  drop(service: string): void;
  clear(scope: Scope): void;
  /** Delete some rows of dropped services and cleared scopes; false when none is left. */
  reclaim(rows: number): boolean;
  forgetRemovals(scope: Scope, belowSeq: number): void;
}

/** What the thread that reads and searches is asked, and what it answers. Each answer is of one moment. */
export interface ReaderTasks {
  ping(): void;
  collection(embedding: string): Collection | undefined;
  get(scope: Scope, productId: string): CatalogDocument | undefined;
  existing(scope: Scope, productIds: readonly string[]): string[];
  count(scope: Scope): number;
  search(scope: Scope, query: VectorQuery): Match[];
  /** Documents in order of product id, those after one. */
  page(scope: Scope, after: string, rows: number): Put[];
  /** Let go of a service's vectors in memory, of one collection or of all. */
  release(service: string, embedding?: string): void;
}
