import { nuid } from '@nats-io/transport-node';
import { Conflict, Overloaded, Unavailable } from '@openfashion/contract';
import { checkKey } from '../bounds.js';
import type { ObjectStore } from '../port.js';
import { BucketSubjects } from './bucket-subjects.js';
import { chunkSize, ObjectChunks } from './object-chunks.js';
import { type Chunked, chunkedOf, headersOf } from './object-record.js';
import { Stream, type StreamContext } from './stream.js';

/** Writers of one name, or readers of a name that is being replaced, that meet this often have bad luck. */
const mostTries = 20;

/**
 * Objects as messages: a small one is the message under its name, of a larger one that message says where its chunks are,
 * and is written last. So an object is there whole or not at all; a replaced one's chunks go after the new one is there.
 */
export class NatsObjectStore implements ObjectStore {
  readonly #bucket: string;
  readonly #names: BucketSubjects;
  readonly #stream: Stream;
  readonly #chunks: ObjectChunks;

  constructor(bucket: string, context: StreamContext) {
    const root = `${context.prefix}.object.${bucket}`;
    this.#bucket = bucket;
    this.#names = new BucketSubjects(`${root}.name`);
    this.#stream = new Stream(context, {
      name: `${context.prefix}_object_${bucket}`,
      description: `OpenFashion: ${bucket}`,
      subjects: [`${root}.>`],
      max_msgs_per_subject: 1,
    });
    this.#chunks = new ObjectChunks(this.#stream, `${root}.chunk`);
  }

  async put(name: string, data: Uint8Array): Promise<void> {
    checkKey(name);
    const own = new Uint8Array(data);
    if (own.length <= chunkSize) return this.#name(name, own);
    const id = nuid.next();
    try {
      const chunked = { id, chunks: await this.#chunks.put(id, own), size: own.length };
      await this.#name(name, new Uint8Array(), chunked);
    } catch (error) {
      // Otherwise chunks of a put that fails are left to the sweep: whether the name tells of them may not be known.
      if (error instanceof Overloaded) await this.#makeRoom(name, id).catch(() => {});
      throw error;
    }
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    checkKey(name);
    for (let attempt = 0; attempt < mostTries; attempt++) {
      const record = await this.#stream.last(this.#names.of(name));
      if (record === null) return undefined;
      const chunked = chunkedOf(record.header);
      if (chunked === undefined) return record.data;
      const data = await this.#chunks.get(chunked);
      if (data) return data;
      // Chunks are missing when another object took its place meanwhile: then the name says so.
      const now = await this.#stream.last(this.#names.of(name));
      if (now?.seq === record.seq) throw new Unavailable(`the object ${this.#bucket}/${name} is damaged`);
    }
    throw new Unavailable(`the object ${this.#bucket}/${name} is replaced all the time`);
  }

  async delete(name: string): Promise<void> {
    checkKey(name);
    const record = await this.#stream.last(this.#names.of(name));
    if (record === null) return;
    // Only what was read: an object put meanwhile stays, as if it came after this.
    await this.#stream.purge(this.#names.of(name), record.seq + 1);
    await this.#clear(chunkedOf(record.header));
  }

  async list(prefix: string): Promise<readonly string[]> {
    const subjects = await this.#stream.subjects(this.#names.filterOf(prefix));
    const names = subjects.map((subject) => this.#names.keyOf(subject));
    return names.filter((name) => name.startsWith(prefix)).sort();
  }

  /** Remove chunks of uploads that never came to an end. */
  async sweep(): Promise<void> {
    await this.#chunks.sweep(this.#names.all);
  }

  /** Put the message under a name, and remove the chunks of the one that it replaces. */
  async #name(name: string, data: Uint8Array, chunked?: Chunked): Promise<void> {
    const subject = this.#names.of(name);
    const headers = chunked && headersOf(chunked);
    // Most objects are new: what may be there is looked at only when something is.
    let replaced: Chunked | undefined;
    let expected = 0;
    for (let attempt = 0; ; attempt++) {
      try {
        const what = `could not write ${this.#bucket}/${name}`;
        await this.#stream.publish(what, subject, data, { expected, ...(headers && { headers }) });
        break;
      } catch (error) {
        if (!(error instanceof Conflict) || attempt === mostTries) throw error;
        const known = await this.#stream.last(subject);
        expected = known?.seq ?? 0;
        replaced = chunkedOf(known?.header);
      }
    }
    await this.#clear(replaced);
  }

  /** What found no place whole must not keep that of others until the sweep. */
  async #makeRoom(name: string, id: string): Promise<void> {
    const record = await this.#stream.last(this.#names.of(name));
    if (chunkedOf(record?.header)?.id !== id) await this.#chunks.remove(id);
  }

  async #clear(chunked: Chunked | undefined): Promise<void> {
    // The sweep takes what is left when this fails.
    if (chunked) await this.#chunks.remove(chunked.id).catch(() => {});
  }
}
