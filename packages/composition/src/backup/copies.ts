import { copyFile, type FileHandle, link, mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { syncDirectory } from '@openfashion/backplane/embedded';
import type { Bytes } from '@openfashion/contract';

const pieceBytes = 1024 * 1024;
/** As the object store names what is not an object yet. */
const unfinished = '.part';
/** Codes of the system where a second name cannot be given: another file system, or one without such names. */
const noLink = new Set(['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'ENOSYS']);

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? '';

/** Copy an open file and leave it open. What was copied is on the disk when this resolves. */
export async function copyOpen(source: FileHandle, target: string, signal: AbortSignal): Promise<Bytes> {
  const file = await open(target, 'wx', 0o600);
  try {
    const piece = Buffer.alloc(pieceBytes);
    for (let position = 0; ; ) {
      signal.throwIfAborted();
      const { bytesRead } = await source.read(piece, 0, piece.length, position);
      if (bytesRead === 0) break;
      for (let from = 0; from < bytesRead; ) from += (await file.write(piece, from, bytesRead - from)).bytesWritten;
      position += bytesRead;
    }
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

/**
 * Follows the folders of the object stores: what is there is given a second name under the target, or copied where that cannot
 * be. A name always has the same bytes: files and results are named at random, and a report is the same whoever writes it.
 */
export class ObjectCopies {
  readonly #from: string;
  readonly #to: string;
  readonly #done = new Map<string, Set<string>>();

  constructor(from: string, to: string) {
    this.#from = from;
    this.#to = to;
  }

  get count(): number {
    return [...this.#done.values()].reduce((sum, names) => sum + names.size, 0);
  }

  /** Bring over what came since the last time. What goes meanwhile is left out: nothing leads to it any more. */
  async follow(signal: AbortSignal): Promise<void> {
    const stores = await readdir(this.#from, { withFileTypes: true });
    for (const store of stores) if (store.isDirectory()) await this.#followStore(store.name, signal);
  }

  async #followStore(store: string, signal: AbortSignal): Promise<void> {
    const done = this.#done.get(store) ?? new Set();
    const [from, to] = [join(this.#from, store), join(this.#to, store)];
    if (!this.#done.has(store)) await mkdir(to, { mode: 0o700 });
    this.#done.set(store, done);
    for (const name of await readdir(from)) {
      if (done.has(name) || name.endsWith(unfinished)) continue;
      signal.throwIfAborted();
      if (await bring(join(from, name), join(to, name))) done.add(name);
    }
  }

  /** Make the names durable. */
  async sync(): Promise<void> {
    for (const store of this.#done.keys()) await syncDirectory(join(this.#to, store));
    await syncDirectory(this.#to);
  }
}

/** @returns false when the file is gone */
async function bring(from: string, to: string): Promise<boolean> {
  try {
    // An object is on the disk before it has its name.
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    if (!noLink.has(codeOf(error))) throw error;
  }
  try {
    await copyFile(from, to);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
  const file = await open(to, 'r+');
  try {
    await file.chmod(0o600);
    await file.sync();
  } finally {
    await file.close();
  }
  return true;
}
