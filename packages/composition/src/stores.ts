import { resolve } from 'node:path';
import type { Backplane } from '@openfashion/backplane';
import { lockDirectory, openEmbeddedBackplane } from '@openfashion/backplane/embedded';
import type { NatsOptions } from '@openfashion/backplane/nats';
import type { Catalog } from '@openfashion/catalog';
import { openEmbeddedCatalog } from '@openfashion/catalog/embedded';
import type { QdrantOptions, Reconciled } from '@openfashion/catalog/qdrant';
import {
  natsOf,
  natsSettings,
  qdrantOf,
  qdrantSettings,
  type SettingName,
  type Settings,
  SettingsError,
  settings,
} from '@openfashion/settings';
import type { Logger, OnStop } from '@openfashion/telemetry';
import { dataFolder } from '@openfashion/tenancy/operator';

export const storeSettings = [
  'dataDirectory',
  ...natsSettings,
  ...qdrantSettings,
] as const satisfies readonly SettingName[];
export type StoreSettings = Settings<(typeof storeSettings)[number]>;

export interface Stores {
  readonly backplane: Backplane;
  readonly catalog: Catalog;
  /** The folder in which they are; absent where they are engines that many machines share. */
  readonly directory?: string;
  /** Compare the copies of documents, where there are several, and mend those that differ. */
  readonly reconcile?: (signal: AbortSignal) => Promise<Reconciled>;
}

export interface StoreOptions {
  readonly logger: Logger;
  readonly onStop: OnStop;
  /** Aborted: shared stores that do not answer are waited for no longer. */
  readonly signal?: AbortSignal;
}

/** The engines that many machines share. */
export interface SharedEngines {
  readonly nats: NatsOptions;
  readonly qdrant: QdrantOptions;
}

/** Those that the settings name; undefined where they name none. @throws SettingsError when they name only one */
export function sharedOf(config: StoreSettings): SharedEngines | undefined {
  const [nats, qdrant] = [natsOf(config), qdrantOf(config)];
  if (nats && qdrant) return { nats, qdrant };
  if (!nats && !qdrant) return undefined;
  const names = [settings.natsUrl.variable, settings.qdrantUrl.variable];
  throw new SettingsError(`${names.join(', ')}: set both (a cluster) or none (a data folder)`);
}

/**
 * Open the stores that the settings name: NATS and Qdrant where their addresses are set, which are waited for; otherwise those
 * in the data folder.
 * @throws SettingsError when only one address is set; Unavailable when another process has the data folder, or shared stores
 *   were not there when the signal was aborted; Error naming a setting that is wrong
 */
export async function openStores(config: StoreSettings, options: StoreOptions): Promise<Stores> {
  const shared = sharedOf(config);
  if (shared === undefined) return openEmbeddedStores(resolve(config.dataDirectory), options.onStop);
  // Commands on a data folder begin sooner without the clients.
  const { openSharedStores } = await import('./shared-stores.js');
  return openSharedStores(shared, options);
}

/** Those in a data folder. @throws Unavailable when another process has it */
export async function openEmbeddedStores(directory: string, onStop: OnStop): Promise<Stores> {
  const lock = await lockDirectory(directory);
  onStop('data folder', () => lock.release());
  const folders = dataFolder(directory);
  const backplane = await openEmbeddedBackplane({ directory: folders.backplane });
  onStop('backplane', () => backplane.close());
  const catalog = await openEmbeddedCatalog({ directory: folders.catalog });
  onStop('catalog', () => catalog.close());
  return { backplane, catalog, directory };
}
