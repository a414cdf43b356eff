/** Bytes of a base64 text in its one canonical spelling (standard alphabet, padded); undefined of any other text. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

export const toBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

const floatBytes = 4;

/** 32-bit floating point numbers, little-endian on every machine. */
export function floatsToBytes(floats: Float32Array): Uint8Array {
  const bytes = new Uint8Array(floats.length * floatBytes);
  const view = new DataView(bytes.buffer);
  for (const [at, value] of floats.entries()) view.setFloat32(at * floatBytes, value, true);
  return bytes;
}

/** @returns undefined where the bytes are not so many numbers */
export function bytesToFloats(bytes: Uint8Array, count: number): Float32Array | undefined {
  if (bytes.length !== count * floatBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: count }, (_, at) => view.getFloat32(at * floatBytes, true));
}
