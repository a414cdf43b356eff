import { execFile } from 'node:child_process';
import { cp, link, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const source = fileURLToPath(new URL('./forgetful.c', import.meta.url));

/** A disk that forgets what was not synchronised (see forgetful.c), in the place of a power switch. */
export interface ForgetfulDisk {
  /** What a process must have in its environment so that the disk sees what it writes. */
  readonly environment: Readonly<Record<string, string>>;
  /** Make the folder what the disk has of it; the process must be dead. */
  powerFailure(): Promise<void>;
}

/**
 * Put a data folder on a disk that forgets, compiled into a scratch folder on the same file system.
 * @param folder absolute and without links
 * @returns undefined where there is no C compiler, or no Linux
 */
export async function forgetfulDisk(folder: string, scratch: string): Promise<ForgetfulDisk | undefined> {
  const library = join(scratch, 'forgetful.so');
  const compiled = await promisify(execFile)('cc', [
    '-shared',
    '-fPIC',
    '-O2',
    '-o',
    library,
    source,
    '-ldl',
    '-lpthread',
  ])
    .then(() => true)
    .catch(() => false);
  if (!compiled || process.platform !== 'linux') return undefined;
  const disk = join(scratch, 'disk');
  await fill(disk, folder);
  return {
    environment: { LD_PRELOAD: library, FORGETFUL_FOLDER: folder, FORGETFUL_DISK: disk },
    async powerFailure() {
      await rm(folder, { recursive: true });
      await rm(join(disk, '.inodes'), { recursive: true });
      await rename(disk, folder);
      await fill(disk, folder);
    },
  };
}

/** At first, the disk has everything. */
async function fill(disk: string, folder: string): Promise<void> {
  await mkdir(join(disk, '.inodes'), { recursive: true });
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = join(disk, relative(folder, path));
    if (entry.isDirectory()) await mkdir(name, { recursive: true });
    if (!entry.isFile()) continue;
    const { ino, birthtimeNs } = await lstat(path, { bigint: true });
    const nanoseconds = 1_000_000_000n;
    const key = `${ino}-${birthtimeNs / nanoseconds}${String(birthtimeNs % nanoseconds).padStart(9, '0')}`;
    const content = join(disk, '.inodes', key);
    await cp(path, content);
    await mkdir(join(name, '..'), { recursive: true });
    await link(content, name);
  }
}
