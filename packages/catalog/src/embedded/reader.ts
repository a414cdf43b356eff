import { workerData } from 'node:worker_threads';
import Database from 'libsql';
import type { CatalogDocument, Collection, Match, Scope } from '../port.js';
import { type Blob, type DocumentRow, documentColumns, toDocument, toVector } from './tables.js';
import { perform, type ReaderTasks, type ThreadCall } from './tasks.js';
import { VectorIndex } from './vector-index.js';

/** The thread that reads and searches, on a connection of its own; vectors of a scope are in memory from its first search on. */
const database = new Database(String(workerData), { readonly: true });
const indexes = new Map<string, VectorIndex>();
const dropped = new Set(
  (database.prepare('SELECT service FROM dropped').all() as { service: string }[]).map((row) => row.service),
);

const statements = {
  collection: database.prepare('SELECT dimension, calibration FROM collections WHERE embedding = ?'),
  get: database.prepare(
    `SELECT ${documentColumns}, vector FROM documents WHERE service = ? AND embedding = ? AND productId = ?`,
  ),
  exists: database.prepare('SELECT 1 FROM documents WHERE service = ? AND embedding = ? AND productId = ?'),
  count: database.prepare('SELECT documents FROM counts WHERE service = ? AND embedding = ?'),
  byId: database.prepare(`SELECT ${documentColumns} FROM documents WHERE id = ?`),
  page: database.prepare(
    `SELECT ${documentColumns}, vector FROM documents WHERE service = ? AND embedding = ? AND id > ? ORDER BY id LIMIT ?`,
  ),
  vectors: database.prepare(
    `SELECT id, productId, category1Id, category2Id, category3Id, s1, s2, vector FROM documents
     WHERE service = ? AND embedding = ? AND id > ? ORDER BY id LIMIT ?`,
  ),
};

type FullRow = DocumentRow & { readonly vector: Blob };
const toFullDocument = (row: FullRow): CatalogDocument => ({ ...toDocument(row), vector: toVector(row.vector) });
/** Rows that are in memory twice while the vectors of a scope are loaded. */
const loadRows = 5_000;
const keyOf = ({ service, embedding }: Scope) => `${service} ${embedding}`;

function collectionOf(embedding: string): Collection | undefined {
  const row = statements.collection.get(embedding) as { dimension: number; calibration: string | null } | undefined;
  if (row === undefined) return undefined;
  const calibration = row.calibration === null ? undefined : (JSON.parse(row.calibration) as Collection['calibration']);
  return { embedding, dimension: row.dimension, ...(calibration && { calibration }) };
}

function indexOf(scope: Scope): VectorIndex {
  const known = indexes.get(keyOf(scope));
  if (known) return known;
  const collection = collectionOf(scope.embedding);
  if (collection === undefined) throw new Error(`no collection of the embedding ${scope.embedding}`);
  const index = new VectorIndex(collection.dimension);
  for (let after = 0; ; ) {
    const rows = statements.vectors.all(scope.service, scope.embedding, after, loadRows) as FullRow[];
    for (const row of rows) index.put(row.productId, row.id, toVector(row.vector), filterValues(row));
    if (rows.length < loadRows) break;
    after = rows.at(-1)?.id ?? after;
  }
  indexes.set(keyOf(scope), index);
  return index;
}

function filterValues(row: Pick<DocumentRow, 'category1Id' | 'category2Id' | 'category3Id' | 's1' | 's2'>) {
  const { category1Id, category2Id, category3Id, s1, s2 } = row;
  return Object.fromEntries(
    Object.entries({ category1Id, category2Id, category3Id, s1, s2 }).filter(([, value]) => value !== null),
  );
}

const tasks: ReaderTasks = {
  collection: collectionOf,
  get({ service, embedding }, productId) {
    if (dropped.has(service)) return undefined;
    const row = statements.get.get(service, embedding, productId) as FullRow | undefined;
    return row && toFullDocument(row);
  },
  existing({ service, embedding }, productIds) {
    if (dropped.has(service)) return [];
    return productIds.filter((productId) => statements.exists.get(service, embedding, productId) !== undefined);
  },
  count({ service, embedding }) {
    if (dropped.has(service)) return 0;
    return (statements.count.get(service, embedding) as { documents: number } | undefined)?.documents ?? 0;
  },
  search(scope, query) {
    if (dropped.has(scope.service)) return [];
    // A document that was written since the last message about writes is newer here than its vector in memory, or gone.
    return indexOf(scope)
      .search(query)
      .flatMap(({ id, cosine }): Match[] => {
        const row = statements.byId.get(id) as DocumentRow | undefined;
        return row ? [{ document: toDocument(row), cosine }] : [];
      });
  },
  page({ service, embedding }, after, rows) {
    const found = dropped.has(service) ? [] : (statements.page.all(service, embedding, after, rows) as FullRow[]);
    return { documents: found.map(toFullDocument), last: found.at(-1)?.id ?? after };
  },
  written(scope, batch, numbers) {
    const index = indexes.get(keyOf(scope));
    if (index === undefined) return;
    for (const [position, write] of batch.entries()) {
      const number = numbers[position];
      if (number === undefined) continue;
      if (write.kind === 'remove') index.remove(write.productId);
      else index.put(write.document.productId, number, write.document.vector, write.document);
    }
  },
  dropped(service) {
    dropped.add(service);
    for (const key of indexes.keys()) if (key.startsWith(`${service} `)) indexes.delete(key);
  },
  close: () => void database.close(),
};

export default async function work(call: ThreadCall<ReaderTasks>): Promise<unknown> {
  return perform(tasks, call);
}
