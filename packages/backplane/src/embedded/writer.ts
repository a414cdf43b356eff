import { workerData } from 'node:worker_threads';
import Database from 'libsql';
import type { Operation, Outcome, Snapshot, StoredMessage, Task } from './operations.js';

/** Version of the tables; a file with a newer one was written by a newer release. */
const schemaVersion = 1;

/**
 * The thread that owns the database. Each task is one transaction, and a transaction is on disk when it has returned:
 * WAL with full synchronisation.
 */
const database = open(String(workerData));

function open(file: string): Database.Database {
  const opened = new Database(file);
  // A backup stops writes for a moment.
  opened.pragma('busy_timeout = 10000');
  opened.pragma('journal_mode = WAL');
  opened.pragma('synchronous = FULL');
  const { user_version: version } = opened.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version > schemaVersion) throw new Error(`${file} was written by a newer release (version ${version})`);
  opened.exec(`
    CREATE TABLE IF NOT EXISTS entries (
      bucket TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, revision INTEGER NOT NULL,
      PRIMARY KEY (bucket, key)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS messages (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, id TEXT NOT NULL, data BLOB NOT NULL,
      deliveries INTEGER NOT NULL DEFAULT 0, dead INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    INSERT OR IGNORE INTO counters VALUES ('revision', 0);
    PRAGMA user_version = ${schemaVersion};
  `);
  return opened;
}

const statements = {
  revision: database.prepare("UPDATE counters SET value = value + 1 WHERE name = 'revision' RETURNING value"),
  find: database.prepare('SELECT revision FROM entries WHERE bucket = ? AND key = ?'),
  put: database.prepare('INSERT OR REPLACE INTO entries (bucket, key, value, revision) VALUES (?, ?, ?, ?)'),
  delete: database.prepare('DELETE FROM entries WHERE bucket = ? AND key = ?'),
  publish: database.prepare('INSERT INTO messages (queue, id, data) VALUES (?, ?, ?)'),
  deliveries: database.prepare('UPDATE messages SET deliveries = ? WHERE sequence = ?'),
  bury: database.prepare('UPDATE messages SET dead = 1 WHERE sequence = ?'),
  remove: database.prepare('DELETE FROM messages WHERE sequence = ?'),
  entries: database.prepare('SELECT bucket, key, value, revision FROM entries ORDER BY bucket, key'),
  messages: database.prepare('SELECT queue, sequence, id, data, deliveries, dead FROM messages ORDER BY sequence'),
};

const commit = database.transaction((operations: readonly Operation[]) => operations.map(carryOut));

function carryOut(operation: Operation): Outcome {
  switch (operation.kind) {
    case 'create':
    case 'update': {
      const { bucket, key, value } = operation;
      const stored = revisionOf(bucket, key);
      const expected = operation.kind === 'create' ? undefined : operation.revision;
      if (stored !== expected) return { conflict: `${bucket}/${key} has revision ${stored ?? 'none'}` };
      const { value: revision } = statements.revision.get() as { value: number };
      statements.put.run(bucket, key, Buffer.from(value), revision);
      return { number: revision };
    }
    case 'delete': {
      const { bucket, key, revision } = operation;
      const stored = revisionOf(bucket, key);
      if (revision !== undefined && stored !== revision) {
        return { conflict: `${bucket}/${key} has revision ${stored ?? 'none'}` };
      }
      statements.delete.run(bucket, key);
      return { number: 0 };
    }
    case 'publish':
      statements.publish.run(operation.queue, operation.id, Buffer.from(operation.data));
      return { number: (database.prepare('SELECT last_insert_rowid() AS id').get() as { id: number }).id };
    case 'deliveries':
      statements.deliveries.run(operation.deliveries, operation.sequence);
      return { number: operation.deliveries };
    case 'bury':
    case 'remove':
      statements[operation.kind].run(operation.sequence);
      return { number: 0 };
  }
}

function revisionOf(bucket: string, key: string): number | undefined {
  return (statements.find.get(bucket, key) as { revision: number } | undefined)?.revision;
}

export default async function work(task: Task): Promise<Snapshot | Outcome[]> {
  if (task.kind === 'commit') return commit.immediate(task.operations);
  return {
    entries: (statements.entries.all() as Row<Snapshot['entries'][number], 'value'>[]).map((row) => ({
      ...row,
      value: new Uint8Array(row.value),
    })),
    messages: (statements.messages.all() as Row<StoredMessage, 'data'>[]).map((row) => ({
      ...row,
      data: new Uint8Array(row.data),
    })),
  };
}

/** libsql gives the blobs of many rows as ArrayBuffers. */
type Row<Value, Blob extends keyof Value> = Omit<Value, Blob> & Readonly<Record<Blob, ArrayBuffer>>;
