import type { Backplane } from '@openfashion/backplane';
import type { UnixSeconds } from '@openfashion/contract';
import type { Tenancy } from '../tenancy.js';
import { beginAndEnd } from './begin-and-end.js';
import { conform, settle } from './conform.js';
import { type ChangeContext, readChange, readStandings } from './context.js';
import type { ModelChanges } from './model-changes.js';
import { openModelChangeStores, readFailures } from './records.js';
import { switching } from './switching.js';

export interface ModelChangesOptions {
  readonly backplane: Backplane;
  readonly tenancy: Pick<Tenancy, 'allServices' | 'changeEmbeddings'>;
  /** Fills time fields; nothing is decided by it. */
  readonly now?: () => UnixSeconds;
}

export function createModelChanges({
  backplane,
  tenancy,
  now = () => Math.floor(Date.now() / 1000),
}: ModelChangesOptions): ModelChanges {
  const context: ChangeContext = { ...openModelChangeStores(backplane), tenancy, now };
  return {
    current: () => readChange(context),
    async status() {
      const change = await readChange(context);
      return { services: await readStandings(context), ...(change && { change }) };
    },
    async failures(serviceId) {
      const record = await context.reembeddings.get(serviceId);
      return record ? readFailures(context, serviceId, record.value.round) : [];
    },
    ...beginAndEnd(context),
    ...switching(context),
    conform: () => conform(context),
    settle: () => settle(context),
  };
}
