import type { Schemas } from '@qdrant/js-client-rest';
import type { Settled } from './options.js';

/** How many copies a collection has, and how many of them a write needs. */
export const replication = ({ replicationFactor, writeConsistencyFactor }: Settled) =>
  ({
    replication_factor: replicationFactor,
    write_consistency_factor: writeConsistencyFactor,
  }) satisfies Schemas['CollectionParamsDiff'];

/** Whether each of these values is the same there. */
export function isWithin(wanted: Readonly<Record<string, unknown>>, stored: object | null | undefined): boolean {
  const values = (stored ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(wanted).every(([key, value]) => values[key] === value);
}
