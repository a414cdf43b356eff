import { chmod, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncDirectory } from '@openfashion/backplane/embedded';

/** Written last: a folder without it holds no whole backup. */
const manifestName = 'backup.json';
/** The manifest before it has its name: whoever makes it has the folder. */
const claimName = 'backup.json.part';

/** A new or empty folder that is becoming a backup. */
export interface Target {
  /** Say that the backup is whole; durable when this resolves. */
  finish(manifest: object): Promise<void>;
  /** Remove everything that was written. */
  discard(): Promise<void>;
}

/** @throws Error that says what is in the folder's place */
export async function claimTarget(folder: string): Promise<Target> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made === undefined) await requireEmpty(folder);
  const claim = await open(join(folder, claimName), 'wx', 0o600).catch((cause: unknown) => {
    throw new Error(`${folder}: another backup is being made there`, { cause });
  });
  await chmod(folder, 0o700);
  return {
    async finish(manifest) {
      await claim.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
      await claim.sync();
      await claim.close();
      await syncDirectory(folder);
      await rename(join(folder, claimName), join(folder, manifestName));
      await syncDirectory(folder);
      for (let at = folder; at !== dirname(made ?? folder); at = dirname(at)) await syncDirectory(dirname(at));
    },
    async discard() {
      await claim.close();
      if (made !== undefined) return rm(made, { recursive: true, force: true });
      for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
    },
  };
}

async function requireEmpty(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length === 0) return;
  if (names.includes(claimName)) {
    throw new Error(`${folder}: a backup is being made there, or was not finished; if nobody makes it, remove it`);
  }
  if (!names.includes(manifestName)) throw new Error(`${folder}: a backup needs a new or an empty folder`);
  throw new Error(`${folder}: there is a backup already, of ${await timeOf(join(folder, manifestName))}`);
}

async function timeOf(manifest: string): Promise<string> {
  const { time } = JSON.parse(await readFile(manifest, 'utf8')) as { time?: unknown };
  return typeof time === 'number' ? new Date(time * 1000).toISOString() : 'an unknown time';
}
