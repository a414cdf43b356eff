import type { Catalog } from '@openfashion/catalog';
import type { Tenancy } from '@openfashion/tenancy';

/**
 * Search every service once, one after the other, so that no shopper waits while its vectors are read from the disk. Goes on
 * beside everything else; stops before the next service when the signal is aborted.
 */
export async function warmUp(
  { catalog, tenancy }: { readonly catalog: Catalog; readonly tenancy: Tenancy },
  signal: AbortSignal,
): Promise<void> {
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
