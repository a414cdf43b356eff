import type { CatalogDocument, Collection } from '@openfashion/catalog';
import { parseLine, type UnixSeconds } from '@openfashion/contract';
import { z } from 'zod';
import { bytesToFloats, floatsToBytes, fromBase64, toBase64 } from './binary.js';
import type { Line } from './lines.js';
import { wrongLine } from './transfer-error.js';

/**
 * An exported service is JSONL: a header, a line per document, and an end that tells a whole file from one that was cut short.
 * A document's line is a line of a data file (rule 8.5) that has more: what was computed from its picture.
 */
const format = 'openfashion-service';
const version = 1;

/** More than a line of the longest fields, each character escaped (21 KB), and the longest vector (44 KB) together have. */
export const longestLine = 128 * 1024;

const header = z.object({
  format: z.literal(format, `must be ${format}`),
  version: z.literal(version, `must be ${version}: this release reads no other`),
  /** Name of the service that was exported. */
  service: z.string(),
  embedding: z.string().min(1).max(200),
  dimension: z.int().min(1).max(8_192),
  calibration: z.array(z.tuple([z.number(), z.number()])).exactOptional(),
  /** Documents when the export began; while it was made there may have come more, or fewer. */
  documents: z.int().min(0),
  time: z.int().min(0),
});
export type Header = z.infer<typeof header>;

/** Edges of the fingerprint (packages/imaging): 8 × 8 cells of three colours. */
const fingerprintBytes = 192;
/** What a header can carry, as packages/imaging keeps it. */
const validator = z.string().regex(/^[\x20-\x7e]{1,256}$/, 'must be 1 to 256 printable ASCII characters');

const base64 = (bytes: number) =>
  z.string('must be a base64 string').transform((text, context) => {
    const decoded = fromBase64(text);
    if (decoded?.length === bytes) return decoded;
    const message = decoded ? `must have ${bytes} bytes, has ${decoded.length}` : 'is not base64';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** How far from 1 the square of a vector's length may be: more than rounding makes it. */
const tolerance = 1e-3;

const computed = (dimension: number) =>
  z.object({
    vector: base64(dimension * Float32Array.BYTES_PER_ELEMENT)
      .transform((bytes) => bytesToFloats(bytes, dimension) ?? z.NEVER)
      .refine((vector) => vector.every(Number.isFinite), {
        message: 'has a value that is not a finite number',
        abort: true,
      })
      .refine(
        (vector) => Math.abs(vector.reduce((sum, x) => sum + x * x, 0) - 1) <= tolerance,
        'is not of unit length',
      ),
    fingerprint: base64(fingerprintBytes),
    contentHash: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'),
    etag: validator.exactOptional(),
    lastModified: validator.exactOptional(),
  });

const end = z.object({ end: z.literal(true), documents: z.int().min(0) });

export function encodeHeader(
  { embedding, dimension, calibration }: Collection,
  about: { readonly service: string; readonly documents: number; readonly time: UnixSeconds },
): string {
  return JSON.stringify({ format, version, ...about, embedding, dimension, ...(calibration && { calibration }) });
}

export function encodeDocument({ vector, fingerprint, productId, ...fields }: CatalogDocument): string {
  const computed = { vector: toBase64(floatsToBytes(vector)), fingerprint: toBase64(fingerprint) };
  return JSON.stringify({ productId, status: 'enable', ...fields, ...computed });
}

export const encodeEnd = (documents: number): string =>
  JSON.stringify({ end: true, documents } satisfies z.infer<typeof end>);

/** @throws TransferError that names the field */
export function parseHeader(line: Line): Header {
  return parse(header, line.number, json(line));
}

/** Reads the lines of one file that follow its header. */
export function lineParser(dimension: number): (line: Line) => CatalogDocument | { readonly end: number } {
  const schema = computed(dimension);
  /** @throws TransferError that names line and field */
  return (line) => {
    const value = json(line);
    if (value !== null && typeof value === 'object' && 'end' in value) {
      return { end: parse(end, line.number, value).documents };
    }
    const fields = parseLine(line.text, 'jsonl');
    if (fields.kind === 'invalid') throw wrongLine(line.number, fields.detail);
    if (fields.kind === 'disable') throw wrongLine(line.number, 'status: must be enable');
    return { ...fields.product, ...parse(schema, line.number, value) };
  };
}

function json({ number, text }: Line): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw wrongLine(number, 'is not JSON', { cause });
  }
}

function parse<Value>(schema: z.ZodType<Value>, number: number, value: unknown): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.');
  throw wrongLine(number, `${field ? `${field}: ` : ''}${issue?.message}`, { cause: parsed.error });
}
