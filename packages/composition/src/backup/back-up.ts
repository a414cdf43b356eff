import { type FileHandle, mkdir, open, stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { backplaneFiles, lockDirectory, syncDirectory } from '@openfashion/backplane/embedded';
import { catalogFile } from '@openfashion/catalog/embedded';
import type { Bytes, Milliseconds, UnixSeconds } from '@openfashion/contract';
import { dataFolder } from '@openfashion/tenancy/operator';
import Database from 'libsql';
import { copyOpen, ObjectCopies } from './copies.js';
import { pinDatabases } from './pinned-databases.js';
import { claimTarget } from './target.js';

/** What a backup is, as its folder's `backup.json` says. */
export interface Backup {
  readonly format: 'openfashion-backup';
  readonly version: 1;
  /** The moment whose state it is. */
  readonly time: UnixSeconds;
  /** Bytes of each database, by its path in the folder. */
  readonly databases: Readonly<Record<string, Bytes>>;
  /** Number of files of the object stores. */
  readonly objects: number;
  /** How long writes of a running node waited. */
  readonly standstill: Milliseconds;
  readonly took: Milliseconds;
}

/**
 * Make a folder that is the data folder as it was at one moment; a node that is started on it finds what it would have found
 * had it been killed then. It needs nobody's help: a node may run on the data folder, in another process, or none.
 * @param directory the data folder
 * @param folder new or empty; on a failure nothing is left in it
 * @throws Error that says what is wrong with either, or that another backup is under way
 */
export async function backUp(directory: string, folder: string, signal: AbortSignal): Promise<Backup> {
  const [root, target] = [resolve(directory), resolve(folder)];
  const source = filesOf(root);
  for (const file of source.databases) await requireFile(root, file);
  const lock = await lockDirectory(root, 'backup').catch((cause: unknown) => {
    throw new Error(`another backup of ${root} is under way`, { cause });
  });
  try {
    const claim = await claimTarget(target);
    try {
      const backup = await copyAll(root, target, signal);
      await claim.finish(backup);
      return backup;
    } catch (error) {
      await claim.discard();
      throw explained(error, target);
    }
  } finally {
    await lock.release();
  }
}

/** What the system says of a full disk or a forbidden folder does not name the backup. */
function explained(error: unknown, target: string): unknown {
  if (!(error instanceof Error && 'syscall' in error)) return error;
  return new Error(`the backup to ${target} failed: ${error.message}`, { cause: error });
}

async function copyAll(root: string, target: string, signal: AbortSignal): Promise<Backup> {
  const start = performance.now();
  const [source, copy] = [filesOf(root), filesOf(target)];
  for (const made of [copy.backplane, copy.catalog, copy.objects]) await mkdir(made, { mode: 0o700 });
  const objects = new ObjectCopies(source.objects, copy.objects);
  await objects.follow(signal);
  let time = 0;
  let standstill = 0;
  const databases: Record<string, Bytes> = {};
  const handles: FileHandle[] = [];
  try {
    for (const file of source.databases) handles.push(await open(file, 'r'));
    // What came meanwhile is brought over at that very moment: a file that the databases lead to cannot go before it is.
    const pin = await pinDatabases(source.databases, async () => {
      time = Math.floor(Date.now() / 1000);
      await objects.follow(signal);
    });
    standstill = Math.round(pin.standstill);
    try {
      for (const [at, handle] of handles.entries()) {
        const file = copy.databases[at] ?? '';
        databases[relative(target, file)] = await copyUnchanged(handle, file, signal);
      }
    } finally {
      pin.release();
    }
  } finally {
    // Not before the databases are: a descriptor that is closed takes the locks with it.
    for (const handle of handles) await handle.close();
  }
  for (const file of copy.databases) checkDatabase(file);
  await objects.sync();
  for (const folder of [copy.backplane, copy.catalog]) await syncDirectory(folder);
  const took = Math.round(performance.now() - start);
  const about = { format: 'openfashion-backup', version: 1 } as const;
  return { ...about, time, databases, objects: objects.count, standstill, took };
}

async function copyUnchanged(source: FileHandle, target: string, signal: AbortSignal): Promise<Bytes> {
  const before = await source.stat();
  const bytes = await copyOpen(source, target, signal);
  const after = await source.stat();
  if (before.mtimeMs !== after.mtimeMs) throw new Error(`what was copied to ${target} changed meanwhile`);
  return bytes;
}

function filesOf(directory: string) {
  const { backplane, catalog } = dataFolder(directory);
  const { database, objects } = backplaneFiles(backplane);
  return { backplane, catalog, objects, databases: [database, catalogFile(catalog)] };
}

async function requireFile(root: string, file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile())
    throw new Error(`${root} is no data folder of a single node: it has no ${relative(root, file)}`);
}

/** @throws Error when a page of the copy is not sound */
function checkDatabase(file: string): void {
  const database = new Database(file, { fileMustExist: true });
  try {
    const [result] = database.pragma('quick_check(1)') as { quick_check: string }[];
    if (result?.quick_check !== 'ok') throw new Error(`the copy ${file} is damaged: ${result?.quick_check}`);
  } finally {
    database.close();
  }
}
