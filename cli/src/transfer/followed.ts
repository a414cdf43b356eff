import { z } from 'zod';

/** What is read of an export's first line (packages/indexing). */
const header = z.object({ documents: z.int() });

const LF = 0x0a;

/**
 * Hand an export on as it comes.
 * @param onPiece told of each piece: lines so far, and documents that the first line announces
 */
export async function* followed(
  file: AsyncIterable<Uint8Array>,
  onPiece: (lines: number, announced: number) => void,
): AsyncGenerator<Uint8Array> {
  const start: Uint8Array[] = [];
  let announced = 0;
  let lines = 0;
  for await (const piece of file) {
    if (lines === 0) start.push(piece);
    const before = lines;
    for (const byte of piece) if (byte === LF) lines += 1;
    if (before === 0 && lines > 0) {
      const text = Buffer.concat(start).toString('utf8');
      announced = header.parse(JSON.parse(text.slice(0, text.indexOf('\n')))).documents;
    }
    onPiece(lines, announced);
    yield piece;
  }
}
