import type Database from 'libsql';
import type { Scope } from '../port.js';
import { type Blob, type FilterableFields, filterableValues, toVector } from './tables.js';
import { VectorIndex } from './vector-index.js';

interface Loaded {
  /** The scope's row: a scope that was cleared and written to again has another. */
  readonly id: number;
  readonly service: string;
  readonly index: VectorIndex;
  /** The change up to which the index follows the database. */
  changes: number;
}

interface ScopeRow {
  readonly id: number;
  readonly documents: number;
  readonly changes: number;
}

interface VectorRow extends FilterableFields {
  readonly id: number;
  readonly productId: string;
  readonly change: number;
  readonly vector: Blob;
}

/** Rows that are in memory twice while vectors are read. */
const pageRows = 2_000;
const keyOf = ({ service, embedding }: Scope) => `${service}\n${embedding}`;

/**
 * The vectors in memory: of each scope from its first search on, as long as there is room. They follow the database by
 * reading what changed since the last search.
 */
export class LoadedScopes {
  /** The one that was searched longest ago first. */
  readonly #loaded = new Map<string, Loaded>();
  readonly #maxBytes: number;
  readonly #scope: Database.Statement;
  readonly #dimension: Database.Statement;
  readonly #changed: Database.Statement;
  readonly #removed: Database.Statement;

  /** @param maxBytes what all vectors together may take; one scope may alone take more */
  constructor(database: Database.Database, maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#scope = database.prepare('SELECT id, documents, changes FROM scopes WHERE service = ? AND embedding = ?');
    this.#dimension = database.prepare('SELECT dimension FROM collections WHERE embedding = ?');
    this.#changed = database.prepare(`
      SELECT id, productId, change, category1Id, category2Id, category3Id, s1, s2, vector FROM documents
      WHERE scope = ? AND change > ? ORDER BY change LIMIT ?`);
    this.#removed = database.prepare('SELECT productId FROM removals WHERE scope = ? AND change > ?');
  }

  /** The index of a scope as it is in the transaction that is open, and none if nothing was ever written to it. */
  follow(scope: Scope): VectorIndex | undefined {
    const key = keyOf(scope);
    const loaded = this.#loaded.get(key);
    this.#loaded.delete(key);
    const stored = this.#scope.get(scope.service, scope.embedding) as ScopeRow | undefined;
    if (stored === undefined) return undefined;
    const known = loaded?.id === stored.id ? loaded : undefined;
    if (known) this.#catchUp(known, stored);
    // Of a removal whose marker was forgotten before it was seen here, only the number of documents tells.
    const usable = known && known.index.size === stored.documents && !known.index.wasteful;
    const current = usable ? known : this.#load(scope, stored);
    // At the end: searched last.
    this.#loaded.set(key, current);
    this.#makeRoom();
    return current.index;
  }

  /** Let go of a service's vectors, of one collection or of all. */
  release(service: string, embedding?: string): void {
    if (embedding !== undefined) this.#loaded.delete(keyOf({ service, embedding }));
    else for (const [key, loaded] of this.#loaded) if (loaded.service === service) this.#loaded.delete(key);
  }

  #load({ service, embedding }: Scope, stored: ScopeRow): Loaded {
    const { dimension } = this.#dimension.get(embedding) as { dimension: number };
    const loaded = { id: stored.id, service, index: new VectorIndex(dimension, stored.documents), changes: 0 };
    this.#catchUp(loaded, stored);
    return loaded;
  }

  #catchUp(loaded: Loaded, { id, changes }: ScopeRow): void {
    if (loaded.changes === changes) return;
    const { index } = loaded;
    // A product is in one of the two tables, so that their order does not matter.
    for (const { productId } of this.#removed.all(id, loaded.changes) as { productId: string }[])
      index.remove(productId);
    for (let after = loaded.changes; ; ) {
      const rows = this.#changed.all(id, after, pageRows) as VectorRow[];
      for (const row of rows) index.put(row.productId, row.id, toVector(row.vector), filterableValues(row));
      if (rows.length < pageRows) break;
      after = rows.at(-1)?.change ?? after;
    }
    loaded.changes = changes;
  }

  #makeRoom(): void {
    let bytes = [...this.#loaded.values()].reduce((sum, { index }) => sum + index.bytes, 0);
    for (const [key, { index }] of this.#loaded) {
      if (bytes <= this.#maxBytes || this.#loaded.size === 1) return;
      this.#loaded.delete(key);
      bytes -= index.bytes;
    }
  }
}
