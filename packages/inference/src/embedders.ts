import type { Embedder } from './port.js';

/** The embedders that a process can ask, by the embedding id of what they make: each service has vectors of its own id. */
export interface Embedders {
  /** Makes the vectors of new services. */
  readonly default: Embedder;
  /** Each once, the default first. */
  readonly all: readonly Embedder[];
  /** @returns undefined where this process can ask nobody for such vectors */
  of(embedding: string): Embedder | undefined;
}

/** @param others of those that make the same vectors the first is asked */
export function embeddersOf(first: Embedder, ...others: readonly Embedder[]): Embedders {
  const byId = new Map<string, Embedder>();
  for (const embedder of [first, ...others]) {
    if (!byId.has(embedder.embedding.id)) byId.set(embedder.embedding.id, embedder);
  }
  return { default: first, all: [...byId.values()], of: (embedding) => byId.get(embedding) };
}
