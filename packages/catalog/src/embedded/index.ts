import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalog } from '../port.js';
import { EmbeddedCatalog } from './embedded-catalog.js';
import type { ReaderTasks, WriterTasks } from './tasks.js';
import { startThread } from './thread.js';

/** Open the catalogue of one process in a folder. The folder must be locked by the caller. */
export async function openEmbeddedCatalog({ directory }: { readonly directory: string }): Promise<Catalog> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'catalog.db');
  const writer = startThread<WriterTasks>('writer', file);
  // The reader opens what the writer made.
  await writer.call('forgetRemovals', { service: '', embedding: '' }, 0);
  const folder = await open(directory, 'r');
  await folder.sync();
  await folder.close();
  return new EmbeddedCatalog(writer, startThread<ReaderTasks>('reader', file));
}
