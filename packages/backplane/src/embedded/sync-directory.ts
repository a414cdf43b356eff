import { open } from 'node:fs/promises';

/** Make the names in a folder durable: without it a renamed file can be gone after a power failure. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
