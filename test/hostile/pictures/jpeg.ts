const segment = (marker: number, data: readonly number[]) =>
  Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 0xff, ...data]);
/** A code table of one symbol, which is one bit long. */
const codeTable = (kind: number, symbol: number) => segment(0xc4, [kind << 4, 1, ...Array<number>(15).fill(0), symbol]);

/** Bits of a run of 16,384 empty blocks: its one-bit symbol and 14 bits of length. */
const runBits = 15;
const runBlocks = 16_384;

/**
 * A valid grey progressive JPEG whose every scan but the first says in a few bytes that it changes nothing, which a decoder
 * finds out by passing over all blocks of the picture.
 */
export function jpegOfScans(side: number, scans: number): Buffer {
  const blocks = Math.ceil(side / 8) ** 2;
  const scan = (coefficient: number, high: number, low: number, bits: number) =>
    Buffer.concat([
      segment(0xda, [1, 1, 0, coefficient, coefficient, (high << 4) | low]),
      Buffer.alloc(Math.ceil(bits / 8)),
    ]);
  const refinements = Array.from({ length: scans - 1 }, (_, index) => {
    const [pass, coefficient] = [Math.floor(index / 63), 1 + (index % 63)];
    return scan(coefficient, pass === 0 ? 0 : 14 - pass, 13 - pass, Math.ceil(blocks / runBlocks) * runBits);
  });
  const size = [side >> 8, side & 0xff];
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, [0, ...Array<number>(64).fill(1)]),
    segment(0xc2, [8, ...size, ...size, 1, 1, 0x11, 0]),
    codeTable(0, 0),
    codeTable(1, 0xe0),
    scan(0, 0, 0, blocks),
    ...refinements,
    Buffer.from([0xff, 0xd9]),
  ]);
}

/** The same picture with bytes put between its first marker and the rest. */
export const withAfterStart = (jpeg: Uint8Array, inserted: Uint8Array): Buffer =>
  Buffer.concat([jpeg.subarray(0, 2), inserted, jpeg.subarray(2)]);

/** A comment. */
export const comment = (content: string): Buffer => segment(0xfe, [...Buffer.from(content)]);

/** An application segment of the largest size. */
export const largestSegment = (): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xe5, 0xff, 0xff]), Buffer.alloc(65_533)]);

/** The same picture, declared to be of another size. */
export function declaredAs(jpeg: Uint8Array, width: number, height: number): Buffer {
  const changed = Buffer.from(jpeg);
  const frame = [0xc0, 0xc2].map((marker) => changed.indexOf(Buffer.from([0xff, marker]))).find((at) => at !== -1);
  if (frame === undefined) throw new Error('the picture has no frame');
  changed.writeUInt16BE(height, frame + 5);
  changed.writeUInt16BE(width, frame + 7);
  return changed;
}
