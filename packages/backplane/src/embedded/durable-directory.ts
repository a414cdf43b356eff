import { mkdir, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Make a folder if it is not there. Its name survives a power failure when this resolves: also that of one that was there
 * already, since whoever made it may have died before.
 */
export async function makeDirectory(directory: string): Promise<void> {
  const path = resolve(directory);
  await mkdir(path, { recursive: true, mode: 0o700 });
  await syncDirectory(dirname(path));
}

/** Make the names in a folder durable: without it a renamed file can be gone after a power failure. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
