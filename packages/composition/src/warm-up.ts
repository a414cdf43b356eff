import type { Catalog } from '@openfashion/catalog';
import type { Logger, OnStop } from '@openfashion/telemetry';
import type { Tenancy } from '@openfashion/tenancy';

interface WarmUpContext {
  readonly catalog: Catalog;
  readonly tenancy: Tenancy;
}

/**
 * Search every service once, one after the other, so that no shopper waits while its vectors are read from the disk. Goes on
 * beside everything else, and ends before the next service when the process is told to stop.
 */
export function warmUp(context: WarmUpContext & { readonly logger: Logger }, onStop: OnStop): void {
  const working = new AbortController();
  const warming = searchEach(context, working.signal).catch((err: unknown) =>
    context.logger.warn({ err }, 'the first searches will be slow'),
  );
  onStop('warm-up', () => {
    working.abort();
    return warming;
  });
}

async function searchEach({ catalog, tenancy }: WarmUpContext, signal: AbortSignal): Promise<void> {
  for (const { service } of await tenancy.allServices()) {
    const { id, embedding } = service;
    const collection = await catalog.collection(embedding);
    if (collection === undefined) continue;
    if (signal.aborted) return;
    const vector = new Float32Array(collection.dimension);
    vector[0] = 1;
    await catalog.search({ service: id, embedding }, { vector, limit: 1, filters: [] });
  }
}
