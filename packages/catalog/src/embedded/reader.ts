import { totalmem } from 'node:os';
import { workerData } from 'node:worker_threads';
import type { CatalogDocument, Match, Put } from '../port.js';
import { collectionReader } from './collections.js';
import { openForReading, transaction } from './database.js';
import { LoadedScopes } from './loaded-scopes.js';
import { serve } from './serve.js';
import { type Blob, type DocumentRow, documentColumns, toDocument, toVector } from './tables.js';
import type { ReaderTasks } from './tasks.js';
import type { Hit } from './vector-index.js';

// The thread that reads and searches, on a connection of its own. Each task but `search` is one statement, and so of one moment.
const database = openForReading(String(workerData));
const memoryBytes = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
const vectors = new LoadedScopes(database, memoryBytes / 2);

const scope = '(SELECT id FROM scopes WHERE service = ? AND embedding = ?)';
const statements = {
  get: database.prepare(`SELECT ${documentColumns}, vector FROM documents WHERE scope = ${scope} AND productId = ?`),
  existing: database.prepare(
    `SELECT productId FROM documents WHERE scope = ${scope} AND productId IN (SELECT value FROM json_each(?))`,
  ),
  count: database.prepare('SELECT documents FROM scopes WHERE service = ? AND embedding = ?'),
  byIds: database.prepare(`SELECT ${documentColumns} FROM documents WHERE id IN (SELECT value FROM json_each(?))`),
  page: database.prepare(`
    SELECT ${documentColumns}, vector, seq FROM documents WHERE scope = ${scope} AND productId > ? ORDER BY productId LIMIT ?`),
};

type FullRow = DocumentRow & { readonly vector: Blob };
const toFullDocument = (row: FullRow): CatalogDocument => ({ ...toDocument(row), vector: toVector(row.vector) });

type PageRow = FullRow & { readonly seq: number };
const toPut = (row: PageRow): Put => ({ kind: 'put', seq: row.seq, document: toFullDocument(row) });

/** All in one statement: the time goes into calls more than into rows. */
function matchesOf(hits: readonly Hit[]): Match[] {
  if (hits.length === 0) return [];
  const rows = statements.byIds.all(JSON.stringify(hits.map(({ id }) => id))) as DocumentRow[];
  const documents = new Map(rows.map((row) => [row.id, toDocument(row)]));
  return hits.flatMap(({ id, cosine }) => {
    const document = documents.get(id);
    return document ? [{ document, cosine }] : [];
  });
}

const tasks: ReaderTasks = {
  ping: () => void statements.count.get('', ''),
  collection: collectionReader(database),
  get({ service, embedding }, productId) {
    const row = statements.get.get(service, embedding, productId) as FullRow | undefined;
    // Text that is not well formed reaches the database as another text.
    return row?.productId === productId ? toFullDocument(row) : undefined;
  },
  existing({ service, embedding }, productIds) {
    const rows = statements.existing.all(service, embedding, JSON.stringify(productIds)) as { productId: string }[];
    const stored = new Set(rows.map(({ productId }) => productId));
    return productIds.filter((productId) => stored.has(productId));
  },
  count({ service, embedding }) {
    return (statements.count.get(service, embedding) as { documents: number } | undefined)?.documents ?? 0;
  },
  search: (scope, query) =>
    // One transaction, so that no document is found by an old vector and shown with new fields.
    transaction(database, 'BEGIN', () => matchesOf(vectors.follow(scope)?.search(query) ?? [])),
  page: ({ service, embedding }, after, rows) =>
    (statements.page.all(service, embedding, after, rows) as PageRow[]).map(toPut),
  release: (service, embedding) => vectors.release(service, embedding),
};

serve(tasks, () => database.close());
