import type { ModelChanges } from '../index.js';
import { TenancyError } from '../index.js';
import type { ModelOperator } from './port.js';

/** As manifests have them. */
const embeddingForm = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** @param requireEmbedder throws TenancyError for an embedding id whose vectors nobody makes */
export function localModels(
  changes: ModelChanges,
  requireEmbedder: (embedding: string) => Promise<void>,
): ModelOperator {
  return {
    status: () => changes.status(),
    switchOver: (names, options) => changes.switchOver(names, options),
    switchBack: (names) => changes.switchBack(names),
    retry: (names) => changes.retry(names),
    finish: () => changes.finish(),
    abandon: () => changes.abandon(),
    async start(to) {
      if (!embeddingForm.test(to)) throw new TenancyError(`${JSON.stringify(to)} is no embedding id`);
      await requireEmbedder(to);
      await changes.start(to);
    },
    async failures() {
      const { services } = await changes.status();
      const failed = services.filter(({ reembedding }) => (reembedding?.failed ?? 0) > 0);
      return Promise.all(
        failed.map(async ({ appKey, service: { id, name } }) => ({
          appKey,
          service: name,
          failures: await changes.failures(id),
        })),
      );
    },
  };
}
