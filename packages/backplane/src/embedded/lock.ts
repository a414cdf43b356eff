import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Unavailable } from '@openfashion/contract';
import Database from 'libsql';
import { syncDirectory } from './durable-directory.js';

export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Take a data folder for this process alone. The lock is a file lock of the kernel, which is gone when the process is,
 * however it ended.
 * @param name of its files; another name is another lock, to do but one thing alone
 * @throws Unavailable naming the folder and the process that has it
 */
export async function lockDirectory(directory: string, name = 'lock'): Promise<DirectoryLock> {
  const made = await mkdir(directory, { recursive: true, mode: 0o700 });
  if (made !== undefined) await syncDirectory(dirname(resolve(made)));
  const holder = join(directory, `${name}.pid`);
  const database = new Database(join(directory, `${name}.db`), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    throw new Unavailable(`the data folder ${directory} is in use by process ${readPid(holder)}`, { cause });
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
