import type { Backplane } from '@openfashion/backplane';
import type { Catalog } from '@openfashion/catalog';
import { createTransfers } from '@openfashion/indexing/transfer';
import { readSettings } from '@openfashion/settings';
import { createLogger, type OnStop } from '@openfashion/telemetry';
import { createModelChanges, createTenancy, type ModelChanges, type Tenancy } from '@openfashion/tenancy';
import { type Jobs, localOperator, type Operator, type Transfers } from '@openfashion/tenancy/operator';
import { areShared, openEmbeddedStores, openStores, type StoreSettings, type Stores, storeSettings } from './stores.js';

/** What an operator may do on stores, whoever has opened them: a server for its channel, or a command. */
export function operatorOf({
  backplane,
  catalog,
  tenancy,
  modelChanges,
  indexing,
  embeddings,
}: {
  readonly backplane: Backplane;
  readonly catalog: Catalog;
  readonly tenancy: Tenancy;
  readonly modelChanges: ModelChanges;
  /** Where jobs are known. */
  readonly indexing?: Jobs;
  /** Embedding ids that the process can ask for, that of new services first; absent where it is not known. */
  readonly embeddings?: readonly string[];
}): { readonly operator: Operator; readonly transfers: Transfers } {
  const [embedding] = embeddings ?? [];
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

/** The settings of the stores of a cluster, if the environment names them. @throws SettingsError */
export function sharedStoresOf(environment: NodeJS.ProcessEnv): StoreSettings | undefined {
  const config = readSettings(environment, storeSettings);
  return areShared(config) ? config : undefined;
}

/** Open a data folder that nobody serves, for an operator's command. @throws Unavailable when another process has it */
export const openFolderOperator = (directory: string): Promise<OpenedOperator> =>
  open((onStop) => openEmbeddedStores(directory, onStop));

/**
 * Open the stores of a cluster, for an operator's command.
 * @param signal aborted: they are waited for no longer
 * @throws Unavailable when they do not answer
 */
export const openSharedOperator = (config: StoreSettings, signal: AbortSignal): Promise<OpenedOperator> => {
  // What a command has to say it says itself.
  const logger = createLogger({ name: 'operator', level: 'silent' });
  return open((onStop) => openStores(config, { logger, onStop, signal }));
};

async function open(openStores: (onStop: OnStop) => Promise<Stores>): Promise<OpenedOperator> {
  const steps: (() => unknown)[] = [];
  const close = async () => {
    for (const step of steps.splice(0).reverse()) await step();
  };
  try {
    const { backplane, catalog } = await openStores((_name, step) => void steps.push(step));
    const tenancy = createTenancy({ backplane });
    const modelChanges = createModelChanges({ backplane, tenancy });
    const { operator, transfers } = operatorOf({ backplane, catalog, tenancy, modelChanges });
    return { operator: { ...operator, ...transfers }, close };
  } catch (error) {
    await close();
    throw error;
  }
}
