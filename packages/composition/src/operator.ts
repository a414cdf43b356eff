import type { Backplane } from '@openfashion/backplane';
import type { Catalog } from '@openfashion/catalog';
import { createTransfers } from '@openfashion/indexing/transfer';
import { createTenancy, type Tenancy } from '@openfashion/tenancy';
import { type Jobs, localOperator, type Operator, type Transfers } from '@openfashion/tenancy/operator';
import { openStores, type StoreSettings } from './stores.js';

/** What an operator may do on stores, whoever has opened them: a server for its channel, or a command. */
export function operatorOf({
  backplane,
  catalog,
  tenancy,
  jobs,
  embedding,
}: {
  readonly backplane: Backplane;
  readonly catalog: Catalog;
  readonly tenancy: Tenancy;
  /** Where jobs are known. */
  readonly jobs?: Jobs;
  /** Embedding id of new services, where it is known. */
  readonly embedding?: string;
}): { readonly operator: Operator; readonly transfers: Transfers } {
  const stores = { backplane, catalog, tenancy };
  return {
    operator: localOperator(tenancy, jobs),
    transfers: createTransfers({ ...stores, ...(embedding !== undefined && { embedding }) }),
  };
}

/** The operator of stores that this process has opened. */
export interface OpenedOperator {
  readonly operator: Operator & Transfers;
  close(): Promise<void>;
}

/**
 * Open the stores that the settings name, for an operator's command where no server answers.
 * @throws Unavailable when another process has the data folder
 */
export async function openOperator(config: StoreSettings): Promise<OpenedOperator> {
  const steps: (() => unknown)[] = [];
  const close = async () => {
    for (const step of steps.splice(0).reverse()) await step();
  };
  try {
    const { backplane, catalog } = await openStores(config, (_name, step) => steps.push(step));
    const { operator, transfers } = operatorOf({ backplane, catalog, tenancy: createTenancy({ backplane }) });
    return { operator: { ...operator, ...transfers }, close };
  } catch (error) {
    await close();
    throw error;
  }
}
