import { createHash } from 'node:crypto';

/** Names are hashes of their parts as JSON, so that no two lists of parts have the same. */
const hash = (...parts: readonly string[]) => createHash('sha256').update(JSON.stringify(parts)).digest();

/** What the names of all collections of documents begin with. */
export const collectionPrefix = (prefix: string): string => `${prefix}-vectors-`;

/** Name of an embedding's collection, from which a person still tells which it is. */
export function collectionName(prefix: string, embedding: string): string {
  const readable = embedding.replace(/[^A-Za-z0-9._]+/g, '_').slice(0, 64);
  return `${collectionPrefix(prefix)}${readable}-${hash(embedding).toString('hex', 0, 6)}`;
}

/** Name of the collection of the services that were dropped. */
export const droppedName = (prefix: string): string => `${prefix}-dropped`;

/** Id of a product's point: always the same, so that a write that comes twice is one. */
export const pointId = (service: string, productId: string): string => uuid(hash('product', service, productId));

/** Id of the point that says that a service was dropped. */
export const tombstoneId = (service: string): string => uuid(hash('dropped', service));

/** A UUID of version 8 (RFC 9562): the bits are ours. */
function uuid(bytes: Buffer): string {
  const id = Buffer.from(bytes.subarray(0, 16));
  id.writeUInt8((id.readUInt8(6) & 0x0f) | 0x80, 6);
  id.writeUInt8((id.readUInt8(8) & 0x3f) | 0x80, 8);
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
