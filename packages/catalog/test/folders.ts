import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @param after the test runner's hook for the end of the file, when the folders are removed */
export function folders(after: (remove: () => Promise<unknown>) => void): () => Promise<string> {
  const made: string[] = [];
  after(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));
  return async () => {
    const folder = await mkdtemp(join(tmpdir(), 'catalog-'));
    made.push(folder);
    return folder;
  };
}
