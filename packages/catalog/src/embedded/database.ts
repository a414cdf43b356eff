import Database from 'libsql';
import { migrations, schema } from './tables.js';

/** Marks the file as a catalogue, in SQLite's header. */
const applicationId = 0x4f46_4361;
/** Version of the tables. */
const schemaVersion = 2;

/** The connection that writes. The file is made if it is not there; what is not a catalogue is left as it is. */
export function openForWriting(file: string): Database.Database {
  return open(file, (database) => {
    const version = versionOf(database);
    const isNew = version === undefined;
    // Before the first page is written: space that dropped services leave can then be given back in small steps.
    if (isNew) database.pragma('auto_vacuum = INCREMENTAL');
    const mode = setting(database, 'journal_mode = WAL', 'journal_mode');
    if (mode !== 'wal') throw new Error(`its file system allows no write-ahead log (journal mode ${mode})`);
    // A commit returns when it is on disk; fullfsync is what macOS needs for that.
    database.exec('PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON');
    // Readers may make the log grow for a while; it shrinks to this many bytes afterwards.
    database.pragma('journal_size_limit = 67108864');
    database.pragma('cache_size = -16384');
    if (version === schemaVersion) return;
    const changes = isNew ? `${schema} PRAGMA application_id = ${applicationId};` : migrationsFrom(version);
    transaction(database, 'BEGIN IMMEDIATE', () => {
      database.exec(`${changes} PRAGMA user_version = ${schemaVersion}`);
    });
  });
}

/** A connection that only reads, to a file that {@link openForWriting} made. */
export function openForReading(file: string): Database.Database {
  return open(file, (database) => void database.pragma('query_only = ON'));
}

/** Run some statements as one transaction; of a `BEGIN`, all reads see the same state. */
export function transaction<Result>(
  database: Database.Database,
  begin: 'BEGIN' | 'BEGIN IMMEDIATE',
  work: () => Result,
): Result {
  database.exec(begin);
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // Some failures, a full disk for one, have ended the transaction already.
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function open(file: string, prepare: (database: Database.Database) => void): Database.Database {
  let database: Database.Database | undefined;
  try {
    database = new Database(file);
    // Another connection may hold the file for a moment, when it recovers the log.
    database.pragma('busy_timeout = 10000');
    prepare(database);
    return database;
  } catch (cause) {
    database?.close();
    throw new Error(`${file}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/** @returns the version of the tables; undefined of a new file */
function versionOf(database: Database.Database): number | undefined {
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_master').get() as { tables: number };
  if (tables === 0) return undefined;
  if (setting(database, 'application_id') !== applicationId) throw new Error("this is not a catalogue's database");
  const version = Number(setting(database, 'user_version'));
  if (version > schemaVersion) {
    throw new Error(`written by a newer release (tables of version ${version}; this release knows ${schemaVersion})`);
  }
  return version;
}

/** What brings tables of an older version up to this one. */
function migrationsFrom(version: number): string {
  const steps = Array.from({ length: schemaVersion - version }, (_, step) => migrations[version + step]);
  if (steps.includes(undefined)) throw new Error(`tables of version ${version} are of no release`);
  return steps.join(' ');
}

function setting(database: Database.Database, pragma: string, name = pragma): unknown {
  return (database.pragma(pragma) as Record<string, unknown>[])[0]?.[name];
}
