import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { Milliseconds } from '@openfashion/contract';
import Database from 'libsql';

/** How long a moment without writes is waited for, and how long writes may wait for it to be over. */
const patience: Milliseconds = 5_000;

/** Databases whose files stay as they were at one moment. */
export interface PinnedDatabases {
  /** How long writes waited. */
  readonly standstill: Milliseconds;
  /** Let the files change again. */
  release(): void;
}

/**
 * Find one moment of several databases that others write to, and keep their files as they were then, while writes go on.
 *
 * All of it is SQLite's own locking, which holds between processes too: whoever has the write lock of each database at once
 * knows that nothing is committed meanwhile. Then the write-ahead log is brought into the file, and a reader that begins
 * there needs the file alone, which nobody may touch before that reader has ended (SQLite's lock WAL_READ_LOCK(0)). From
 * then on writes go on: into the log.
 *
 * While they are pinned, no file descriptor of these files may be closed in this process: POSIX would drop the locks.
 * @param files databases in WAL mode
 * @param meanwhile done at that very moment: writes wait for it
 * @throws Error when writes or searches leave no such moment
 */
export async function pinDatabases(files: readonly string[], meanwhile: () => Promise<void>): Promise<PinnedDatabases> {
  const opened: Database.Database[] = [];
  const open = (file: string) => {
    const database = new Database(file, { fileMustExist: true });
    opened.push(database);
    database.pragma(`busy_timeout = ${patience}`);
    return database;
  };
  const release = () => {
    for (const database of opened.splice(0)) {
      if (database.inTransaction) database.exec('ROLLBACK');
      database.close();
    }
  };
  try {
    const pairs = files.map((file) => ({ file, lock: open(file), reader: open(file) }));
    // Most of the logs, while nobody waits for it.
    for (const { reader } of pairs) reader.pragma('wal_checkpoint(PASSIVE)');
    for (const { file, lock } of pairs) takeLock(file, lock);
    const start = performance.now();
    for (const { file, reader } of pairs) {
      await emptyLog(file, reader, start + patience);
      reader.exec('BEGIN');
      // A transaction begins with its first read.
      reader.prepare('SELECT count(*) FROM sqlite_master').get();
    }
    await meanwhile();
    for (const { lock } of pairs) lock.exec('ROLLBACK');
    return { standstill: performance.now() - start, release };
  } catch (error) {
    release();
    throw error;
  }
}

function takeLock(file: string, database: Database.Database): void {
  try {
    database.exec('BEGIN IMMEDIATE');
  } catch (cause) {
    throw new Error(`${file} is being written to without a pause`, { cause });
  }
}

/** Bring all of the log into the file; a reader that began before the last commit may have to end first. */
async function emptyLog(file: string, database: Database.Database, end: Milliseconds): Promise<void> {
  for (;;) {
    const [{ log, checkpointed }] = database.pragma('wal_checkpoint(PASSIVE)') as [
      { log: number; checkpointed: number },
    ];
    if (log === -1) throw new Error(`${file} has no write-ahead log`);
    if (log === checkpointed) return;
    if (performance.now() > end) throw new Error(`${file} is being read without a pause`);
    await pause(5);
  }
}
