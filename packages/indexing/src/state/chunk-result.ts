import { z } from 'zod';

/** Why a line failed, as `?include=failures` answers it (rule 8.11). */
export const failureReasons = [
  'InvalidLine',
  'InvalidImageURLException',
  'ImageTimeoutError',
  'ImageTooLargeException',
  'InvalidImageFormatException',
  'NoDetectedFashionItems',
  'InternalServerError',
] as const;
export type FailureReason = (typeof failureReasons)[number];

const text = z.string();
/** Bytes as base64: a result is one JSON file. */
const bytes = z.codec(
  z.base64(),
  z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  {
    decode: (encoded) => new Uint8Array(Buffer.from(encoded, 'base64')),
    encode: (decoded) => Buffer.from(decoded).toString('base64'),
  },
);
/** Numbers of 32 bits, little-endian, as every machine that this runs on has them. */
const vector = z.codec(
  z.base64(),
  z.custom<Float32Array>((value) => value instanceof Float32Array),
  {
    decode: (encoded) => new Float32Array(new Uint8Array(Buffer.from(encoded, 'base64')).buffer),
    encode: (decoded) => Buffer.from(decoded.buffer, decoded.byteOffset, decoded.byteLength).toString('base64'),
  },
);

const document = z.object({
  productId: text,
  name: text,
  imageUrl: text,
  category1Id: text.exactOptional(),
  category2Id: text.exactOptional(),
  category3Id: text.exactOptional(),
  s1: text.exactOptional(),
  s2: text.exactOptional(),
  fingerprint: bytes,
  contentHash: text,
  etag: text.exactOptional(),
  lastModified: text.exactOptional(),
});

/** What computing found out about a line; what becomes of it is decided when it is applied. */
const lineResult = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('put'),
    document,
    /** One of each embedding id of the result, in its order. */
    vectors: z.array(vector),
  }),
  z.object({ kind: z.literal('remove'), productId: text }),
  z.object({ kind: z.literal('failed'), productId: text.exactOptional(), reason: z.enum(failureReasons) }),
]);
export type LineResult = z.output<typeof lineResult>;

const chunkResult = z.object({
  /** Embedding ids of what it has vectors of. */
  embeddings: z.array(text),
  lines: z.array(lineResult),
});
export type ChunkResult = z.output<typeof chunkResult>;

export const encodeResult = (result: ChunkResult): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(z.encode(chunkResult, result)));
export const decodeResult = (data: Uint8Array): ChunkResult =>
  z.decode(chunkResult, JSON.parse(new TextDecoder().decode(data)));
