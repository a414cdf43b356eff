import { join, resolve } from 'node:path';
import type { Backplane } from '@openfashion/backplane';
import { lockDirectory, openEmbeddedBackplane } from '@openfashion/backplane/embedded';
import type { Catalog } from '@openfashion/catalog';
import { openEmbeddedCatalog } from '@openfashion/catalog/embedded';
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
import { openSharedStores } from './shared-stores.js';

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
}

/**
 * Open the stores that the settings name: NATS and Qdrant where their addresses are set, which are waited for; otherwise those
 * in the data folder.
 * @throws SettingsError when only one address is set, Error when another server has the data folder or a setting is wrong
 */
export async function openStores(config: StoreSettings, logger: Logger, onStop: OnStop): Promise<Stores> {
  const [nats, qdrant] = [natsOf(config), qdrantOf(config)];
  if (nats && qdrant) return openSharedStores({ nats, qdrant }, logger, onStop);
  if (nats || qdrant) {
    const names = [settings.natsUrl.variable, settings.qdrantUrl.variable];
    throw new SettingsError(`${names.join(', ')}: set both (a cluster) or none (a data folder)`);
  }
  return openEmbeddedStores(resolve(config.dataDirectory), onStop);
}

async function openEmbeddedStores(directory: string, onStop: OnStop): Promise<Stores> {
  const lock = await lockDirectory(directory);
  onStop('data folder', () => lock.release());
  const backplane = await openEmbeddedBackplane({ directory: join(directory, 'backplane') });
  onStop('backplane', () => backplane.close());
  const catalog = await openEmbeddedCatalog({ directory: join(directory, 'catalog') });
  onStop('catalog', () => catalog.close());
  return { backplane, catalog, directory };
}
