import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Unavailable } from '@openfashion/contract';
import { checkKey } from '../bounds.js';
import type { ObjectStore } from '../port.js';
import { makeDirectory, syncDirectory } from './durable-directory.js';

const unfinished = '.part';
/** Names use `/`, which a file cannot; `~` is not in the names' alphabet. */
const fileOf = (name: string) => name.replaceAll('/', '~');
const nameOf = (file: string) => file.replaceAll('~', '/');

/** Objects as files of one folder: written aside, synchronised, then renamed into place. */
export class EmbeddedObjectStore implements ObjectStore {
  readonly #directory: string;
  #writes = 0;
  readonly #opened: Promise<void>;

  constructor(directory: string) {
    this.#directory = directory;
    this.#opened = this.#open();
    // Each use awaits it again and sees the failure there.
    this.#opened.catch(() => {});
  }

  /** What a crash left half written is not an object. */
  async #open(): Promise<void> {
    await makeDirectory(this.#directory);
    const files = await readdir(this.#directory);
    await Promise.all(files.filter((file) => file.endsWith(unfinished)).map((file) => rm(join(this.#directory, file))));
  }

  async put(name: string, data: Uint8Array): Promise<void> {
    checkKey(name);
    await this.#attempt(async () => {
      const part = join(this.#directory, `${this.#writes++}${unfinished}`);
      const file = await open(part, 'w', 0o600);
      try {
        await file.writeFile(data);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, join(this.#directory, fileOf(name)));
      await syncDirectory(this.#directory);
    });
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    checkKey(name);
    return this.#attempt(async () => {
      try {
        return await readFile(join(this.#directory, fileOf(name)));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    });
  }

  async delete(name: string): Promise<void> {
    checkKey(name);
    await this.#attempt(() => rm(join(this.#directory, fileOf(name)), { force: true }));
  }

  async list(prefix: string): Promise<readonly string[]> {
    return this.#attempt(async () => {
      const files = await readdir(this.#directory);
      const names = files.filter((file) => !file.endsWith(unfinished)).map(nameOf);
      return names.filter((name) => name.startsWith(prefix)).sort();
    });
  }

  async #attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      await this.#opened;
      return await work();
    } catch (cause) {
      throw new Unavailable(`the object store ${this.#directory} could not be used`, { cause });
    }
  }
}
