import type { Bytes, Milliseconds } from '@openfashion/contract';
import { type Chunked, chunkedOf } from './object-record.js';
import type { Stream } from './stream.js';
import { snapshot } from './subscription.js';

/** A server takes messages of up to 1 MiB by default, and recommends far smaller ones. */
export const chunkSize: Bytes = 256 * 1024;

/** Chunks on their way at once. */
const lanes = 4;

/** Chunks this old that no name tells of belong to an upload that never came to an end. */
const abandonedAfter: Milliseconds = 3_600_000;

/** The bytes of large objects: each chunk a message, those of one object under a name of their own. */
export class ObjectChunks {
  readonly #stream: Stream;
  readonly #root: string;

  constructor(stream: Stream, root: string) {
    this.#stream = stream;
    this.#root = root;
  }

  /** Resolves to how many chunks there are, once all are on disk; none is on its way any more when it rejects. */
  async put(id: string, data: Uint8Array): Promise<number> {
    const count = Math.ceil(data.length / chunkSize);
    let next = 0;
    const lane = async () => {
      while (next < count) {
        const index = next++;
        const chunk = data.subarray(index * chunkSize, (index + 1) * chunkSize);
        await this.#stream.publish(`could not write chunk ${index}`, `${this.#root}.${id}.${index}`, chunk);
      }
    };
    const stopOthers = (error: unknown) => {
      next = count;
      throw error;
    };
    const writing = Array.from({ length: lanes }, () => lane().catch(stopOthers));
    await Promise.allSettled(writing);
    await Promise.all(writing);
    return count;
  }

  /** The bytes of all chunks together; undefined when some are not there. */
  async get({ id, chunks, size }: Chunked): Promise<Uint8Array | undefined> {
    const messages = await snapshot(this.#stream, `${this.#root}.${id}.*`);
    if (messages.length !== chunks) return undefined;
    const data = new Uint8Array(size);
    let length = 0;
    for (const { message } of messages) {
      data.set(message.data, Number(message.subject.slice(message.subject.lastIndexOf('.') + 1)) * chunkSize);
      length += message.data.length;
    }
    return length === size ? data : undefined;
  }

  remove(id: string): Promise<void> {
    return this.#stream.purge(`${this.#root}.${id}.*`);
  }

  /** Remove what no name tells of. @param names filter of the messages that tell */
  async sweep(names: string): Promise<void> {
    const subjects = await this.#stream.subjects(`${this.#root}.>`);
    const ids = new Set(subjects.map((subject) => subject.slice(this.#root.length + 1).split('.')[0] ?? ''));
    // Names are read after the chunks: what was finished in between is told of.
    const told = await snapshot(this.#stream, names, { headersOnly: true });
    for (const { message } of told) ids.delete(chunkedOf(message.headers)?.id ?? '');
    for (const id of ids) {
      const chunk = await this.#stream.last(`${this.#root}.${id}.*`);
      if (chunk && Date.now() - chunk.time.getTime() > abandonedAfter) await this.remove(id);
    }
  }
}
