import type { Readable } from 'node:stream';

/** Cuts a stream of bytes into pieces of the lengths that are asked for, one at a time. */
export class ByteReader {
  #chunks: Buffer[] = [];
  #length = 0;
  #wanted: { readonly length: number; resolve(bytes: Uint8Array): void } | undefined;

  constructor(stream: Readable) {
    stream.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#length += chunk.length;
      this.#give();
    });
  }

  /** So many bytes, once they are there; never, if the stream ends before. */
  take(length: number): Promise<Uint8Array> {
    return new Promise((resolve) => {
      this.#wanted = { length, resolve };
      this.#give();
    });
  }

  #give(): void {
    if (this.#wanted === undefined || this.#length < this.#wanted.length) return;
    const { length, resolve } = this.#wanted;
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all.subarray(length)];
    this.#length -= length;
    this.#wanted = undefined;
    resolve(all.subarray(0, length));
  }
}
