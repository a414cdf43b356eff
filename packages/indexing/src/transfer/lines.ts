import type { Bytes } from '@openfashion/contract';
import { wrongLine } from './transfer-error.js';

/** A line of a file without its line break; the first is 1. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

const LF = 0x0a;

/**
 * The lines of a file as it arrives. A line break at the end begins no line of its own.
 * @throws TransferError for a line that is longer than `most`, before all of it is in memory, or that is not UTF-8
 */
export async function* readLines(file: AsyncIterable<Uint8Array>, most: Bytes): AsyncGenerator<Line> {
  let number = 1;
  let begun: Uint8Array[] = [];
  let length = 0;
  const add = (piece: Uint8Array) => {
    length += piece.length;
    if (length > most) throw wrongLine(number, `has more than ${most} bytes`);
    begun.push(piece);
  };
  const finish = (): Line => {
    const line = { number, text: decode(number, Buffer.concat(begun)) };
    number += 1;
    begun = [];
    length = 0;
    return line;
  };
  for await (const bytes of file) {
    let from = 0;
    for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, from)) {
      add(bytes.subarray(from, end));
      yield finish();
      from = end + 1;
    }
    if (from < bytes.length) add(bytes.subarray(from));
  }
  if (length > 0) yield finish();
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(number: number, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw wrongLine(number, 'is not UTF-8', { cause });
  }
}
