import { crc32, deflateSync } from 'node:zlib';

export type Chunk = readonly [type: string, data: Uint8Array];

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Samples of a pixel, by colour type. */
const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export interface PngOptions {
  readonly depth?: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha. */
  readonly colour?: number;
  /** Between the head and the pixels. */
  readonly chunks?: readonly Chunk[];
  /** What stands for the pixels; all zeros unless told. */
  readonly pixels?: Uint8Array;
}

/** So many zeros, packed: fast, or as small as they get. */
export const zeros = (bytes: number, level = 1): Buffer => deflateSync(Buffer.alloc(bytes), { level });

/** A PNG of any size, true or not; black unless told. */
export function png(width: number, height: number, options: PngOptions = {}): Buffer {
  const { depth = 8, colour = 2, chunks = [] } = options;
  const row = 1 + Math.ceil((width * depth * (channels[colour] ?? 1)) / 8);
  const pixels = options.pixels ?? zeros(row * height);
  return pngOf([['IHDR', head(width, height, depth, colour)], ...chunks, ['IDAT', pixels], ['IEND', Buffer.alloc(0)]]);
}

export const pngOf = (chunks: readonly Chunk[]): Buffer =>
  Buffer.concat([Buffer.from(signature), ...chunks.map(framed)]);

export function head(width: number, height: number, depth = 8, colour = 2): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([depth, colour], 8);
  return data;
}

function framed([type, data]: Chunk): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(4);
  frame.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([frame, typed, sum]);
}

/** A text that inflates to so many zeros. */
export const textBomb = (bytes: number): Chunk => ['zTXt', Buffer.concat([Buffer.from('a\0\0'), zeros(bytes, 9)])];
/** A colour profile that inflates to so many zeros. */
export const profileBomb = (bytes: number): Chunk => ['iCCP', Buffer.concat([Buffer.from('a\0\0'), zeros(bytes, 9)])];

/** An animation of two frames. */
export function animatedPng(width: number, height: number): Buffer {
  const pixels = zeros((1 + width * 3) * height);
  const u32 = (...values: readonly number[]) => {
    const data = Buffer.alloc(values.length * 4);
    for (const [index, value] of values.entries()) data.writeUInt32BE(value, index * 4);
    return data;
  };
  const control = (sequence: number): Chunk => [
    'fcTL',
    Buffer.concat([u32(sequence, width, height, 0, 0), Buffer.from([0, 1, 0, 1, 0, 0])]),
  ];
  return pngOf([
    ['IHDR', head(width, height)],
    ['acTL', u32(2, 0)],
    control(0),
    ['IDAT', pixels],
    control(1),
    ['fdAT', Buffer.concat([u32(2), pixels])],
    ['IEND', Buffer.alloc(0)],
  ]);
}
