import { type DataFile, readDataFile, Unavailable } from '@openfashion/contract';
import type { JobRecord } from '../state/job-record.js';
import type { Stores } from '../state/stores.js';

/** Files kept at once; each has at most 5 MB. */
const capacity = 4;

/** Data files as the chunks of a process read them: each is fetched and split once, not per chunk. */
export class DataFiles {
  readonly #files: Stores['files'];
  /** The one used last stands last. */
  readonly #opened = new Map<string, Promise<DataFile>>();

  constructor(files: Stores['files']) {
    this.#files = files;
  }

  async open({ file, format }: Pick<JobRecord, 'file' | 'format'>): Promise<DataFile> {
    const opening = this.#opened.get(file) ?? this.#read(file, format);
    this.#opened.delete(file);
    this.#opened.set(file, opening);
    const [oldest] = this.#opened.keys();
    if (oldest !== undefined && this.#opened.size > capacity) this.#opened.delete(oldest);
    try {
      return await opening;
    } catch (error) {
      this.#opened.delete(file);
      throw error;
    }
  }

  async #read(file: string, format: JobRecord['format']): Promise<DataFile> {
    const data = await this.#files.get(file);
    if (data === undefined) throw new Unavailable(`the data file ${file} is gone`);
    return readDataFile(data, format);
  }
}
