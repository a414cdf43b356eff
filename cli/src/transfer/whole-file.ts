import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileProblem, UsageError } from '../failures.js';

/**
 * Write a file that has its name only when it is whole and on the disk; until then what was there under the name stays.
 * @throws UsageError when it cannot be made there
 */
export async function writeWholeFile(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const part = `${path}.part-${process.pid}`;
  const file = await open(part, 'w', 0o600).catch((cause: unknown) => {
    throw new UsageError(`${path}: ${fileProblem(cause)}`, { cause });
  });
  try {
    try {
      for await (const piece of pieces) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
