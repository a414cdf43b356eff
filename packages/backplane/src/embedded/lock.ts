import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';

export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Take a data folder for this process alone. The lock is a file lock of the kernel, which is gone when the process is,
 * however it ended.
 * @throws Error naming the folder and the process that has it
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const holder = join(directory, 'lock.pid');
  const database = new Database(join(directory, 'lock.db'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    throw new Error(`the data folder ${directory} is in use by process ${readPid(holder)}`, { cause });
  }
  writeFileSync(holder, String(process.pid));
  return {
    release: async () => {
      database.exec('ROLLBACK');
      database.close();
    },
  };
}

function readPid(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return 'unknown';
  }
}
