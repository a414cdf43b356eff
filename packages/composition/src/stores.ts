import { resolve } from 'node:path';
import type { Backplane } from '@openfashion/backplane';
import { lockDirectory, openEmbeddedBackplane } from '@openfashion/backplane/embedded';
import type { Catalog } from '@openfashion/catalog';
import { openEmbeddedCatalog } from '@openfashion/catalog/embedded';
import type { SettingName, Settings } from '@openfashion/settings';
import type { OnStop } from '@openfashion/telemetry';
import { dataFolder } from '@openfashion/tenancy/operator';

export const storeSettings = ['dataDirectory'] as const satisfies readonly SettingName[];
export type StoreSettings = Settings<(typeof storeSettings)[number]>;

export interface Stores {
  readonly backplane: Backplane;
  readonly catalog: Catalog;
  /** The folder in which they are; absent where they are engines that many machines share. */
  readonly directory?: string;
}

/** Open the stores that the settings name. @throws Unavailable when another process has the data folder */
export async function openStores(config: StoreSettings, onStop: OnStop): Promise<Stores> {
  const directory = resolve(config.dataDirectory);
  const lock = await lockDirectory(directory);
  onStop('data folder', () => lock.release());
  const folders = dataFolder(directory);
  const backplane = await openEmbeddedBackplane({ directory: folders.backplane });
  onStop('backplane', () => backplane.close());
  const catalog = await openEmbeddedCatalog({ directory: folders.catalog });
  onStop('catalog', () => catalog.close());
  return { backplane, catalog, directory };
}
