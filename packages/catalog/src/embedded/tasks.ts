import type { CatalogDocument, Collection, Match, Scope, VectorQuery, Write } from '../port.js';

/** What the thread that writes is asked, and what it answers. */
export interface WriterTasks {
  ensureCollection(collection: Collection): Collection;
  /** Number of the document for a put that took effect, 0 for a removal that did, `undefined` for a write that was too old. */
  apply(scope: Scope, batch: readonly Write[]): (number | undefined)[];
  drop(service: string): void;
  /** Delete some rows of dropped services; false when none is left. */
  reclaim(rows: number): boolean;
  forgetRemovals(scope: Scope, belowSeq: number): void;
  close(): void;
}

/** What the thread that reads and searches is asked, and what it answers. */
export interface ReaderTasks {
  collection(embedding: string): Collection | undefined;
  get(scope: Scope, productId: string): CatalogDocument | undefined;
  existing(scope: Scope, productIds: readonly string[]): string[];
  count(scope: Scope): number;
  search(scope: Scope, query: VectorQuery): Match[];
  /** Documents with a number over `after`, in its order. */
  page(scope: Scope, after: number, rows: number): { readonly documents: CatalogDocument[]; readonly last: number };
  /** Tell of writes that are durable, so that the vectors in memory follow. */
  written(scope: Scope, batch: readonly Write[], numbers: readonly (number | undefined)[]): void;
  dropped(service: string): void;
  close(): void;
}

/** A call that crosses to a thread. */
export interface ThreadCall<Tasks> {
  readonly method: keyof Tasks;
  readonly args: readonly unknown[];
}

/** Run a call on a thread's own table of tasks. */
export function perform<Tasks extends object>(tasks: Tasks, { method, args }: ThreadCall<Tasks>): unknown {
  const task: unknown = tasks[method];
  if (typeof task !== 'function') throw new Error(`no task ${String(method)}`);
  return task(...args);
}
