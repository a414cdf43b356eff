import type { JobDetail } from '../../harness/client.js';
import type { Cluster } from '../../harness/cluster.js';
import { documentsIn } from '../../harness/documents.js';
import type { Ending } from '../crash/ending.js';
import type { Shop } from './shop.js';

/** What a service's jobs have left by now. The cluster must be undisturbed. */
export async function endingOf(cluster: Cluster, shop: Shop): Promise<Ending> {
  const details: JobDetail[] = [];
  for (const { id } of await shop.jobs()) details.push(await shop.detail(id));
  return { details, documents: await documentsIn(cluster, shop.keys.appKey, shop.service) };
}
