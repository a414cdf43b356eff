import type { Settings } from './table.js';

/** Settings of the catalogue in Qdrant. */
export const qdrantSettings = [
  'qdrantUrl',
  'qdrantApiKey',
  'qdrantCa',
  'qdrantPrefix',
  'qdrantReplicas',
  'qdrantWriteConsistency',
  'qdrantOrdering',
  'qdrantShards',
  'qdrantTimeout',
] as const;

/** What the catalogue in Qdrant is opened with; undefined when no address is set. */
export function qdrantOf(settings: Settings<(typeof qdrantSettings)[number]>) {
  const { qdrantUrl, qdrantApiKey, qdrantCa, qdrantShards } = settings;
  if (qdrantUrl === undefined) return undefined;
  return {
    urls: qdrantUrl,
    prefix: settings.qdrantPrefix,
    replicationFactor: settings.qdrantReplicas,
    writeConsistencyFactor: settings.qdrantWriteConsistency,
    ordering: settings.qdrantOrdering,
    timeout: settings.qdrantTimeout,
    ...(qdrantApiKey !== undefined && { apiKey: qdrantApiKey }),
    ...(qdrantCa !== undefined && { caFile: qdrantCa }),
    ...(qdrantShards !== undefined && { shardNumber: qdrantShards }),
  };
}
