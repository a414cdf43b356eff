import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Bytes } from '@openfashion/contract';
import { fileProblem, UsageError } from './failures.js';

/** Read a file to be sent. @throws UsageError when it cannot be read or has more than `maxBytes` */
export async function readUpload(path: string, maxBytes: Bytes): Promise<File> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // `end` is the last byte that is read: one more than may be there.
    for await (const chunk of createReadStream(path, { end: maxBytes }) as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
    }
  } catch (cause) {
    throw new UsageError(`${path}: ${fileProblem(cause)}`, { cause });
  }
  if (bytes > maxBytes) throw new UsageError(`${path}: it has more than ${maxBytes / 1_048_576} MB`);
  return new File(chunks, basename(path));
}
