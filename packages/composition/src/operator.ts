import type { Backplane } from '@openfashion/backplane';
import type { Catalog } from '@openfashion/catalog';
import { openJobs } from '@openfashion/indexing/jobs';
import { createTransfers } from '@openfashion/indexing/transfer';
import { readSettings } from '@openfashion/settings';
import { createLogger, type OnStop } from '@openfashion/telemetry';
import { createModelChanges, createTenancy, TenancyError } from '@openfashion/tenancy';
import { localOperator, type Operator, type Transfers } from '@openfashion/tenancy/operator';
import { openEmbeddedStores, type SharedEngines, sharedOf, storeSettings } from './stores.js';

export { SettingsError } from '@openfashion/settings';
export type { SharedEngines } from './stores.js';

/** What an operator works on. */
export interface OperatorStores {
  readonly backplane: Backplane;
  /** Asked for by what needs documents, and by nothing else: the rest goes on while they are away. */
  catalog(): Promise<Catalog>;
}

/**
 * What an operator may do on stores, whoever has opened them: a server for its channel, or a command.
 * @param embeddings embedding ids that the server's embedders make, that of new services first; absent where none runs here
 */
export function operatorOf(
  { backplane, catalog }: OperatorStores,
  embeddings?: readonly string[],
): { readonly operator: Operator; readonly transfers: Transfers } {
  const tenancy = createTenancy({ backplane });
  const [embedding] = embeddings ?? [];
  const openTransfers = async () =>
    createTransfers({ backplane, catalog: await catalog(), tenancy, ...(embedding !== undefined && { embedding }) });
  const requireEmbedder = async (wanted: string) => {
    if (embeddings === undefined) await requireCollection(await catalog(), wanted);
    else if (!embeddings.includes(wanted)) {
      throw new TenancyError(`no embedder of this server makes vectors of ${wanted}; it has ${embeddings.join(', ')}`);
    }
  };
  return {
    operator: localOperator({
      tenancy,
      modelChanges: createModelChanges({ backplane, tenancy }),
      jobs: openJobs(backplane),
      requireEmbedder,
    }),
    transfers: {
      async *exportService(...service) {
        yield* (await openTransfers()).exportService(...service);
      },
      async *importService(...service) {
        yield* (await openTransfers()).importService(...service);
      },
    },
  };
}

/** Whoever has an embedder makes its collection when it starts. @throws TenancyError when nobody had this one yet */
async function requireCollection(catalog: Catalog, embedding: string): Promise<void> {
  if ((await catalog.collection(embedding)) !== undefined) return;
  throw new TenancyError(
    `no process with an embedder of ${embedding} was ever started here: start one first (docs/model-change.md)`,
  );
}

/** Where an operator's command works. */
export type Place = { readonly shared: SharedEngines } | { readonly directory: string };

/** Where the environment has the stores. @throws SettingsError */
export function placeOf(environment: NodeJS.ProcessEnv): Place {
  const config = readSettings(environment, storeSettings);
  const shared = sharedOf(config);
  return shared ? { shared } : { directory: config.dataDirectory };
}

/** The operator of stores that this process has opened. */
export interface OpenedOperator {
  readonly operator: Operator & Transfers;
  close(): Promise<void>;
}

/** Open a data folder that nobody serves, for an operator's command. @throws Unavailable when another process has it */
export const openFolderOperator = (directory: string): Promise<OpenedOperator> =>
  open(async (onStop) => {
    const { backplane, catalog } = await openEmbeddedStores(directory, onStop);
    return { backplane, catalog: async () => catalog };
  });

/**
 * Open the stores of a cluster, for an operator's command: that of documents not before it is needed.
 * @param signal aborted: they are waited for no longer
 * @throws Unavailable when they do not answer
 */
export const openSharedOperator = ({ nats, qdrant }: SharedEngines, signal: AbortSignal): Promise<OpenedOperator> =>
  open(async (onStop) => {
    const { openSharedBackplane, openSharedCatalog } = await import('./shared-stores.js');
    // What a command has to say it says itself.
    const options = { logger: createLogger({ name: 'operator', level: 'silent' }), onStop, signal };
    const backplane = await openSharedBackplane(nats, options);
    let catalog: Promise<Catalog> | undefined;
    return {
      backplane,
      catalog: () => {
        catalog ??= openSharedCatalog(qdrant, options);
        return catalog;
      },
    };
  });

async function open(openStores: (onStop: OnStop) => Promise<OperatorStores>): Promise<OpenedOperator> {
  const steps: (() => unknown)[] = [];
  const close = async () => {
    for (const step of steps.splice(0).reverse()) await step();
  };
  try {
    const { operator, transfers } = operatorOf(await openStores((_name, step) => void steps.push(step)));
    return { operator: { ...operator, ...transfers }, close };
  } catch (error) {
    await close();
    throw error;
  }
}
