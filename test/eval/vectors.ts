import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { connectOperator, dataFolder } from '@openfashion/tenancy/operator';
import { z } from 'zod';

/** Vectors of unit length, side by side. */
export interface Vectors {
  readonly ids: readonly string[];
  readonly dimension: number;
  /** `ids.length` × `dimension`. */
  readonly data: Float32Array;
}

const header = z.object({ dimension: z.int(), documents: z.int() });
const document = z.object({ productId: z.string(), vector: z.base64() });

/** What a running node holds of a service, as the operator's export has it: a header, a line per document, and an end. */
export async function exportVectors(
  directory: string,
  appKey: string,
  service: string,
  /** Products that are not listed are left out. */
  listed: { has(id: string): boolean },
): Promise<Vectors> {
  const operator = await connectOperator(dataFolder(directory).operatorSocket);
  try {
    const file = operator.exportService(appKey, service, new AbortController().signal);
    const lines = createInterface({ input: Readable.from(file), crlfDelay: Number.POSITIVE_INFINITY });
    const ids: string[] = [];
    const vectors: Float32Array[] = [];
    let dimension = 0;
    for await (const line of lines) {
      const value: unknown = JSON.parse(line);
      if (dimension === 0) dimension = header.parse(value).dimension;
      const { success, data } = document.safeParse(value);
      if (!success || !listed.has(data.productId)) continue;
      ids.push(data.productId);
      vectors.push(floatsOf(Buffer.from(data.vector, 'base64')));
    }
    const data = new Float32Array(ids.length * dimension);
    for (const [index, vector] of vectors.entries()) data.set(vector, index * dimension);
    return { ids, dimension, data };
  } finally {
    await operator.close();
  }
}

/** 32-bit floating point numbers, little-endian. */
const floatsOf = (bytes: Buffer): Float32Array =>
  Float32Array.from({ length: bytes.length / Float32Array.BYTES_PER_ELEMENT }, (_, at) => bytes.readFloatLE(4 * at));

/** Cosines of a vector of unit length with all of them, in their order. */
export function cosines({ ids, dimension, data }: Vectors, vector: Float32Array): Float32Array {
  const found = new Float32Array(ids.length);
  for (let index = 0; index < found.length; index++) {
    let sum = 0;
    const start = index * dimension;
    for (let at = 0; at < dimension; at++) sum += (data[start + at] ?? 0) * (vector[at] ?? 0);
    found[index] = sum;
  }
  return found;
}

/** The vector of one product, if it is there. */
export function vectorOf({ ids, dimension, data }: Vectors, id: string): Float32Array | undefined {
  const index = ids.indexOf(id);
  return index === -1 ? undefined : data.subarray(index * dimension, (index + 1) * dimension);
}
