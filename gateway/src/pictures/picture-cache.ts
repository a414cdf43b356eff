import type { Bytes, Milliseconds } from '@openfashion/contract';
import { LRUCache } from 'lru-cache';

/**
 * Bytes of pictures that detect fetched, kept for the searches by their links (rule 6.4). Entries belong to one
 * app key, so that no tenant learns what another looked at.
 */
export interface PictureCache {
  get(appKey: string, address: string): Uint8Array | undefined;
  set(appKey: string, address: string, bytes: Uint8Array): void;
}

const kept: Milliseconds = 120_000;

/** @param size all entries together; 0 keeps none */
export function createPictureCache(size: Bytes): PictureCache {
  if (size === 0) return { get: () => undefined, set: () => {} };
  const entries = new LRUCache<string, Uint8Array>({
    maxSize: size,
    ttl: kept,
    sizeCalculation: (bytes) => bytes.length + 1,
  });
  const key = (appKey: string, address: string) => `${appKey} ${address}`;
  return {
    get: (appKey, address) => entries.get(key(appKey, address)),
    set: (appKey, address, bytes) => void entries.set(key(appKey, address), bytes),
  };
}
