import { createTenancy } from '@openfashion/tenancy';
import type { JobDetail } from '../../harness/client.js';
import type { Cluster } from '../../harness/cluster.js';
import { documentsOf, type Ending } from '../crash/ending.js';
import type { AppKey } from './door.js';
import type { Shop } from './shop.js';

/** What a service's jobs have left by now. The cluster must be undisturbed. */
export async function endingOf(cluster: Cluster, shop: Shop): Promise<Ending> {
  const details: JobDetail[] = [];
  for (const { id } of await shop.jobs()) details.push(await shop.detail(id));
  return { details, documents: await documentsIn(cluster, shop.keys, shop.service) };
}

/** Every document of a service, read from the stores. */
export async function documentsIn(cluster: Cluster, keys: AppKey, name: string): Promise<Ending['documents']> {
  const { close, ...stores } = await cluster.openStores();
  try {
    const { id: service, embedding } = await createTenancy(stores).getService(keys.appKey, name);
    return await documentsOf(stores.catalog, { service, embedding });
  } finally {
    await close();
  }
}
