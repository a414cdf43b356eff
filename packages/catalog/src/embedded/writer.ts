import { workerData } from 'node:worker_threads';
import type { Write } from '../port.js';
import { collectionReader } from './collections.js';
import { openForWriting, transaction } from './database.js';
import { serve, toError } from './serve.js';
import { writtenColumns, writtenValues } from './tables.js';
import type { Application, WriterTasks } from './tasks.js';

// The thread that changes the database. What it answered is on disk.
const database = openForWriting(String(workerData));
const write = <Result>(work: () => Result): Result => transaction(database, 'BEGIN IMMEDIATE', work);
const collection = collectionReader(database);

const statements = {
  addCollection: database.prepare(
    'INSERT OR IGNORE INTO collections (embedding, dimension, calibration) VALUES (?, ?, ?)',
  ),
  isDropped: database.prepare('SELECT 1 FROM dropped WHERE service = ?'),
  addScope: database.prepare('INSERT OR IGNORE INTO scopes (service, embedding) VALUES (?, ?)'),
  scope: database.prepare('SELECT id, changes FROM scopes WHERE service = ? AND embedding = ?'),
  changed: database.prepare('UPDATE scopes SET documents = documents + ?, changes = ? WHERE id = ?'),
  stored: database.prepare('SELECT id, seq FROM documents WHERE scope = ? AND productId = ?'),
  marker: database.prepare('SELECT seq FROM removals WHERE scope = ? AND productId = ?'),
  insert: database.prepare(`
    INSERT INTO documents (scope, productId, seq, change, ${writtenColumns.join(', ')})
    VALUES (?, ?, ?, ?${', ?'.repeat(writtenColumns.length)})`),
  update: database.prepare(`
    UPDATE documents SET seq = ?, change = ?, ${writtenColumns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`),
  delete: database.prepare('DELETE FROM documents WHERE id = ?'),
  mark: database.prepare('INSERT OR REPLACE INTO removals (scope, productId, seq, change) VALUES (?, ?, ?, ?)'),
  unmark: database.prepare('DELETE FROM removals WHERE scope = ? AND productId = ?'),
  forget: database.prepare(`
    DELETE FROM removals WHERE seq < ? AND scope = (SELECT id FROM scopes WHERE service = ? AND embedding = ?)`),
  drop: database.prepare('INSERT OR IGNORE INTO dropped (service) VALUES (?)'),
  hide: database.prepare('UPDATE scopes SET service = NULL WHERE service = ?'),
  hideScope: database.prepare('UPDATE scopes SET service = NULL WHERE service = ? AND embedding = ?'),
  hidden: database.prepare('SELECT id FROM scopes WHERE service IS NULL LIMIT 1'),
  reclaimDocuments: database.prepare(
    'DELETE FROM documents WHERE id IN (SELECT id FROM documents WHERE scope = ? LIMIT ?)',
  ),
  reclaimRemovals: database.prepare(`
    DELETE FROM removals WHERE scope = ?1 AND productId IN (SELECT productId FROM removals WHERE scope = ?1 LIMIT ?2)`),
  reclaimScope: database.prepare('DELETE FROM scopes WHERE id = ?'),
};

function applyBatch({ scope: { service, embedding }, batch }: Application): void {
  if (batch.length === 0 || statements.isDropped.get(service)) return;
  statements.addScope.run(service, embedding);
  const scope = statements.scope.get(service, embedding) as { id: number; changes: number };
  let { changes } = scope;
  let added = 0;
  for (const write of batch) {
    const effect = applyOne(scope.id, write, changes + 1);
    if (effect === undefined) continue;
    changes++;
    added += effect;
  }
  if (changes > scope.changes) statements.changed.run(added, changes, scope.id);
}

/** @returns by how many documents there are more, or `undefined` for a write that is too old and changes nothing */
function applyOne(scope: number, write: Write, change: number): number | undefined {
  const productId = write.kind === 'put' ? write.document.productId : write.productId;
  const stored = statements.stored.get(scope, productId) as { id: number; seq: number } | undefined;
  const marker = stored ? undefined : (statements.marker.get(scope, productId) as { seq: number } | undefined);
  if ((stored ?? marker ?? { seq: -1 }).seq >= write.seq) return undefined;
  if (write.kind === 'remove') {
    if (stored) statements.delete.run(stored.id);
    statements.mark.run(scope, productId, write.seq, change);
    return stored ? -1 : 0;
  }
  const values = writtenValues(write.document);
  if (stored) {
    statements.update.run(write.seq, change, ...values, stored.id);
    return 0;
  }
  if (marker) statements.unmark.run(scope, productId);
  statements.insert.run(scope, productId, write.seq, change, ...values);
  return 1;
}

/** All in one transaction; if that fails, each in its own, so that none fails for another. */
function applyAll(applications: readonly Application[]): (Error | undefined)[] {
  try {
    write(() => applications.forEach(applyBatch));
    return applications.map(() => undefined);
  } catch (error) {
    if (applications.length > 1) return applications.flatMap((application) => applyAll([application]));
    return [toError(error)];
  }
}

function reclaim(rows: number): boolean {
  const hidden = statements.hidden.get() as { id: number } | undefined;
  if (hidden === undefined) return false;
  const deleted =
    statements.reclaimDocuments.run(hidden.id, rows).changes || statements.reclaimRemovals.run(hidden.id, rows).changes;
  if (deleted === 0) statements.reclaimScope.run(hidden.id);
  return true;
}

const tasks: WriterTasks = {
  ping: () => void statements.hidden.get(),
  ensureCollection({ embedding, dimension, calibration }) {
    statements.addCollection.run(embedding, dimension, calibration ? JSON.stringify(calibration) : null);
    return collection(embedding) ?? { embedding, dimension };
  },
  apply: applyAll,
  drop: (service) =>
    write(() => {
      statements.drop.run(service);
      statements.hide.run(service);
    }),
  clear: ({ service, embedding }) => write(() => void statements.hideScope.run(service, embedding)),
  reclaim(rows) {
    const more = write(() => reclaim(rows));
    // Give freed pages back to the file system, about as many as those rows took.
    database.pragma(`incremental_vacuum(${rows})`);
    return more;
  },
  forgetRemovals: ({ service, embedding }, belowSeq) =>
    write(() => void statements.forget.run(belowSeq, service, embedding)),
};

serve(tasks, () => database.close());
