import type { Backplane } from '@openfashion/backplane';
import type { Indexing } from '../indexing.js';
import { openStores } from '../state/stores.js';
import { describeJob } from './job-detail.js';

/** The jobs of a backplane, for who looks them up and runs none. */
export function openJobs(backplane: Backplane): Pick<Indexing, 'detail'> {
  const stores = openStores(backplane);
  return { detail: (service, indexId, shown) => describeJob(stores, service, indexId, shown) };
}
