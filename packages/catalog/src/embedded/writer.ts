import { workerData } from 'node:worker_threads';
import Database from 'libsql';
import type { CatalogDocument, Collection, Scope, Write } from '../port.js';
import { schema, schemaVersion } from './tables.js';
import { perform, type ThreadCall, type WriterTasks } from './tasks.js';

/**
 * The thread that owns the database. A task that changes it is one transaction, and that is on disk when the task has
 * returned: WAL with full synchronisation.
 */
const database = open(String(workerData));

function open(file: string): Database.Database {
  const opened = new Database(file);
  opened.pragma('journal_mode = WAL');
  opened.pragma('synchronous = FULL');
  const { user_version: version } = opened.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version > schemaVersion) throw new Error(`${file} was written by a newer release (version ${version})`);
  opened.exec(schema);
  return opened;
}

const statements = {
  collection: database.prepare('SELECT embedding, dimension, calibration FROM collections WHERE embedding = ?'),
  addCollection: database.prepare(
    'INSERT OR IGNORE INTO collections (embedding, dimension, calibration) VALUES (?, ?, ?)',
  ),
  isDropped: database.prepare('SELECT 1 FROM dropped WHERE service = ?'),
  stored: database.prepare('SELECT id, seq FROM documents WHERE service = ? AND embedding = ? AND productId = ?'),
  removed: database.prepare('SELECT seq FROM removals WHERE service = ? AND embedding = ? AND productId = ?'),
  insert: database.prepare(`
    INSERT INTO documents (seq, name, imageUrl, category1Id, category2Id, category3Id, s1, s2, fingerprint, contentHash, vector,
      service, embedding, productId) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  update: database.prepare(`
    UPDATE documents SET seq = ?, name = ?, imageUrl = ?, category1Id = ?, category2Id = ?, category3Id = ?, s1 = ?, s2 = ?,
      fingerprint = ?, contentHash = ?, vector = ? WHERE service = ? AND embedding = ? AND productId = ?`),
  lastId: database.prepare('SELECT last_insert_rowid() AS id'),
  delete: database.prepare('DELETE FROM documents WHERE id = ?'),
  mark: database.prepare('INSERT OR REPLACE INTO removals (service, embedding, productId, seq) VALUES (?, ?, ?, ?)'),
  unmark: database.prepare('DELETE FROM removals WHERE service = ? AND embedding = ? AND productId = ?'),
  count: database.prepare(`
    INSERT INTO counts (service, embedding, documents) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET documents = documents + excluded.documents`),
  drop: database.prepare('INSERT OR IGNORE INTO dropped (service) VALUES (?)'),
  unreclaimed: database.prepare('SELECT service FROM dropped WHERE reclaimed = 0 LIMIT 1'),
  reclaimed: database.prepare('UPDATE dropped SET reclaimed = 1 WHERE service = ?'),
  reclaimDocuments: database.prepare(
    'DELETE FROM documents WHERE id IN (SELECT id FROM documents WHERE service = ? LIMIT ?)',
  ),
  reclaimRemovals: database.prepare('DELETE FROM removals WHERE service = ?'),
  reclaimCounts: database.prepare('DELETE FROM counts WHERE service = ?'),
  forget: database.prepare('DELETE FROM removals WHERE service = ? AND embedding = ? AND seq < ?'),
};

/** Change of the number of documents that a write made, and the number it answers. */
interface Effect {
  readonly number: number | undefined;
  readonly added: number;
}
const nothing: Effect = { number: undefined, added: 0 };

function applyOne(scope: Scope, write: Write): Effect {
  const productId = write.kind === 'put' ? write.document.productId : write.productId;
  const key = [scope.service, scope.embedding, productId] as const;
  const stored = statements.stored.get(...key) as { id: number; seq: number } | undefined;
  const marker = stored ? undefined : (statements.removed.get(...key) as { seq: number } | undefined);
  if ((stored ?? marker ?? { seq: -1 }).seq >= write.seq) return nothing;
  if (write.kind === 'remove') {
    if (stored) statements.delete.run(stored.id);
    statements.mark.run(...key, write.seq);
    return { number: 0, added: stored ? -1 : 0 };
  }
  const values = [write.seq, ...columns(write.document), ...key];
  if (stored) {
    statements.update.run(...values);
    return { number: stored.id, added: 0 };
  }
  statements.insert.run(...values);
  if (marker) statements.unmark.run(...key);
  return { number: (statements.lastId.get() as { id: number }).id, added: 1 };
}

function columns(document: CatalogDocument): unknown[] {
  const { name, imageUrl, category1Id, category2Id, category3Id, s1, s2, fingerprint, contentHash, vector } = document;
  const optional = [category1Id, category2Id, category3Id, s1, s2].map((value) => value ?? null);
  const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  return [name, imageUrl, ...optional, Buffer.from(fingerprint), contentHash, bytes];
}

const tasks: WriterTasks = {
  ensureCollection({ embedding, dimension, calibration }) {
    statements.addCollection.run(embedding, dimension, calibration ? JSON.stringify(calibration) : null);
    const row = statements.collection.get(embedding) as { dimension: number; calibration: string | null };
    const knots = row.calibration === null ? undefined : (JSON.parse(row.calibration) as Collection['calibration']);
    return { embedding, dimension: row.dimension, ...(knots && { calibration: knots }) };
  },
  apply: (scope, batch) => apply.immediate(scope, batch),
  drop: (service) => void statements.drop.run(service),
  reclaim: (rows) => reclaim.immediate(rows),
  forgetRemovals: ({ service, embedding }, belowSeq) => void statements.forget.run(service, embedding, belowSeq),
  close: () => void database.close(),
};

const apply = database.transaction((scope: Scope, batch: readonly Write[]): (number | undefined)[] => {
  if (statements.isDropped.get(scope.service)) return batch.map(() => undefined);
  const effects = batch.map((write) => applyOne(scope, write));
  const added = effects.reduce((sum, effect) => sum + effect.added, 0);
  statements.count.run(scope.service, scope.embedding, added);
  return effects.map(({ number }) => number);
});

const reclaim = database.transaction((rows: number): boolean => {
  const next = statements.unreclaimed.get() as { service: string } | undefined;
  if (next === undefined) return false;
  const { changes } = statements.reclaimDocuments.run(next.service, rows);
  if (changes < rows) {
    statements.reclaimRemovals.run(next.service);
    statements.reclaimCounts.run(next.service);
    statements.reclaimed.run(next.service);
  }
  return true;
});

export default async function work(call: ThreadCall<WriterTasks>): Promise<unknown> {
  return perform(tasks, call);
}
