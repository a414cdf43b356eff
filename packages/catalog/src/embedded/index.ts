import { mkdir, open } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { Unavailable } from '@openfashion/contract';
import type { Catalog } from '../port.js';
import { EmbeddedCatalog } from './embedded-catalog.js';
import type { ReaderTasks, WriterTasks } from './tasks.js';
import { Thread } from './thread.js';

const { resolve: entry } = createRequire(import.meta.url);

/** Where a catalogue's folder has its database. */
export const catalogFile = (directory: string): string => join(resolve(directory), 'catalog.db');

/**
 * Open the catalogue of one process in a folder, which is made if it is not there. The folder must be locked by the caller.
 * @throws Error that names the file, if it is not a catalogue's, is damaged or was written by a newer release
 */
export async function openEmbeddedCatalog({ directory }: { readonly directory: string }): Promise<Catalog> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = catalogFile(directory);
  const writer = new Thread<WriterTasks>('writer', entry('@openfashion/catalog/embedded/writer'), file);
  const reader = new Thread<ReaderTasks>('reader', entry('@openfashion/catalog/embedded/reader'), file);
  try {
    // The reader opens what the writer made.
    await writer.call('ping');
    await reader.call('ping');
    // That the file exists must survive a power loss too.
    for (const folder of [dirname(file), dirname(dirname(file))]) await syncFolder(folder);
  } catch (error) {
    await Promise.all([reader.close(), writer.close()]);
    // Nothing is there that could become available again.
    if (error instanceof Unavailable && error.cause instanceof Error) {
      throw new Error(`the catalogue cannot be opened: ${error.cause.message}`, { cause: error.cause });
    }
    throw error;
  }
  return new EmbeddedCatalog(writer, reader);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
