import type { Backplane } from '@openfashion/backplane';
import type { Catalog } from '@openfashion/catalog';
import { createTransfers } from '@openfashion/indexing/transfer';
import type { Embedders } from '@openfashion/inference';
import { readSettings } from '@openfashion/settings';
import { createLogger } from '@openfashion/telemetry';
import { createModelChanges, createTenancy, type ModelChanges, type Tenancy } from '@openfashion/tenancy';
import { type Jobs, localOperator, type Operator, type Transfers } from '@openfashion/tenancy/operator';
import { areShared, openStores, type StoreSettings, storeSettings } from './stores.js';

/** What an operator may do on stores, whoever has opened them: a server for its channel, or a command. */
export function operatorOf({
  backplane,
  catalog,
  tenancy,
  modelChanges,
  indexing,
  embedders,
}: {
  readonly backplane: Backplane;
  readonly catalog: Catalog;
  readonly tenancy: Tenancy;
  readonly modelChanges: ModelChanges;
  /** Where jobs are known. */
  readonly indexing?: Jobs;
  /** Where it is known what the process can embed. */
  readonly embedders?: Embedders;
}): { readonly operator: Operator; readonly transfers: Transfers } {
  const embeddings = embedders?.all.map(({ embedding }) => embedding.id);
  const embedding = embedders?.default.embedding.id;
  return {
    operator: localOperator({
      tenancy,
      modelChanges,
      ...(indexing && { jobs: indexing }),
      ...(embeddings && { embeddings }),
    }),
    transfers: createTransfers({ backplane, catalog, tenancy, ...(embedding !== undefined && { embedding }) }),
  };
}

/** The operator of stores that this process has opened. */
export interface OpenedOperator {
  readonly operator: Operator & Transfers;
  close(): Promise<void>;
}

/** The settings of the stores in a data folder. */
export const folderSettings = (directory: string): StoreSettings =>
  readSettings({ OPENFASHION_DATA_DIR: directory }, storeSettings);

/** The settings of the stores of a cluster, if the environment names them. @throws SettingsError */
export function sharedStoresOf(environment: NodeJS.ProcessEnv): StoreSettings | undefined {
  const config = readSettings(environment, storeSettings);
  return areShared(config) ? config : undefined;
}

/**
 * Open the stores that the settings name, for an operator's command where no server answers.
 * @param signal aborted: shared stores that do not answer are waited for no longer
 * @throws Unavailable when another process has the data folder, or shared stores do not answer
 */
export async function openOperator(config: StoreSettings, signal?: AbortSignal): Promise<OpenedOperator> {
  const steps: (() => unknown)[] = [];
  const close = async () => {
    for (const step of steps.splice(0).reverse()) await step();
  };
  // What a command has to say it says itself.
  const logger = createLogger({ name: 'operator', level: 'silent' });
  try {
    const onStop = (_name: string, step: () => unknown) => void steps.push(step);
    const { backplane, catalog } = await openStores(config, { logger, onStop, ...(signal && { signal }) });
    const tenancy = createTenancy({ backplane });
    const modelChanges = createModelChanges({ backplane, tenancy });
    const { operator, transfers } = operatorOf({ backplane, catalog, tenancy, modelChanges });
    return { operator: { ...operator, ...transfers }, close };
  } catch (error) {
    await close();
    throw error;
  }
}
