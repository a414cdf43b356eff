import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openEmbeddedBackplane } from '@openfashion/backplane/embedded';
import { dataFolder } from '@openfashion/tenancy/operator';

/** How many there are of each thing in the data folder of a server that was stopped: files by their folder, records by their bucket. */
export type Leftovers = Readonly<Record<string, number>>;

const buckets = ['jobs', 'claims', 'attempts', 'cursors', 'announcements', 'slots', 'leases', 'workers'];

/** Look into a data folder. Its databases are whole: a stop writes their logs back into them. */
export async function lookInto(directory: string): Promise<Leftovers> {
  const found: Record<string, number> = {};
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const folder = `files of ${entry.parentPath.slice(directory.length + 1) || '.'}`;
    found[folder] = (found[folder] ?? 0) + 1;
    const { size } = await stat(join(entry.parentPath, entry.name));
    const kind = folder.startsWith('files of backplane/objects/') ? folder.slice('files of '.length) : entry.name;
    found[`bytes of ${kind}`] = (found[`bytes of ${kind}`] ?? 0) + size;
  }
  const backplane = await openEmbeddedBackplane({ directory: dataFolder(directory).backplane });
  try {
    for (const bucket of buckets) {
      found[`records of index-${bucket}`] = (await backplane.keyValue(`index-${bucket}`).list('')).length;
    }
    found['messages'] = await backplane.workQueue('index-chunks').size();
    found['dead letters'] = (await backplane.workQueue('index-chunks').deadLetters()).length;
  } finally {
    await backplane.close();
  }
  return found;
}

/**
 * How what is there differs from what was there before and what jobs explain: of each job its record and data file, of each
 * chunk its claim, result and report, all of which are kept for 24 hours. Sizes other than the data files' are not foretold.
 */
export function unexplained(
  before: Leftovers,
  after: Leftovers,
  { jobs, chunks, bytes }: { readonly jobs: number; readonly chunks: number; readonly bytes: number },
): Leftovers {
  const objects = 'backplane/objects';
  const explained: Leftovers = {
    'records of index-jobs': jobs,
    'records of index-claims': chunks,
    [`files of ${objects}/index-files`]: jobs,
    [`bytes of ${objects}/index-files`]: bytes,
    [`files of ${objects}/index-results`]: chunks,
    [`files of ${objects}/index-reports`]: chunks,
  };
  const names = Object.keys({ ...before, ...after }).filter(
    (name) => name in explained || !name.startsWith('bytes of '),
  );
  const differences = names.map(
    (name) => [name, (after[name] ?? 0) - (before[name] ?? 0) - (explained[name] ?? 0)] as const,
  );
  return Object.fromEntries(differences.filter(([, difference]) => difference !== 0));
}
