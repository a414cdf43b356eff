import { join } from 'node:path';
import { named } from '../named.js';
import type { Backplane } from '../port.js';
import { Committer } from './committer.js';
import { makeDirectory, syncDirectory } from './durable-directory.js';
import { EmbeddedKeyValue } from './key-value.js';
import { EmbeddedObjectStore } from './object-store.js';
import { EmbeddedWorkQueue } from './work-queue.js';

export { makeDirectory, syncDirectory } from './durable-directory.js';
export { type DirectoryLock, lockDirectory } from './lock.js';

/** What lies where in a backplane's folder. */
export const backplaneFiles = (directory: string) => ({
  database: join(directory, 'backplane.db'),
  /** A folder of each object store, with a file of each object. */
  objects: join(directory, 'objects'),
});

/** Open the backplane of one process in a folder: an SQL database and files. The folder must be locked by the caller. */
export async function openEmbeddedBackplane({ directory }: { readonly directory: string }): Promise<Backplane> {
  const { database, objects } = backplaneFiles(directory);
  for (const folder of [directory, objects]) await makeDirectory(folder);
  const committer = new Committer(database);
  const { entries, messages } = await committer.load();
  await syncDirectory(directory);

  const buckets = named((name) => {
    const own = entries.flatMap(({ bucket, ...entry }) => (bucket === name ? [entry] : []));
    return new EmbeddedKeyValue(name, committer, own);
  });
  const queues = named((name) => {
    const own = messages.filter(({ queue }) => queue === name);
    return new EmbeddedWorkQueue(name, committer, own);
  });
  const stores = named((name) => new EmbeddedObjectStore(join(objects, name)));
  return {
    keyValue: buckets,
    workQueue: queues,
    objectStore: stores,
    ping: () => committer.ping(),
    close: () => committer.close(),
  };
}
