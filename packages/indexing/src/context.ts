import type { Backplane } from '@openfashion/backplane';
import type { Catalog } from '@openfashion/catalog';
import type { UnixSeconds } from '@openfashion/contract';
import type { Decoder, Downloader } from '@openfashion/imaging';
import type { Detector, Embedders } from '@openfashion/inference';
import type { ModelChangeStores, ModelChanges, Tenancy } from '@openfashion/tenancy';
import type { Leases } from './lease.js';
import type { IndexingObserver } from './observer.js';
import type { IndexingSettings } from './settings.js';
import type { Stores } from './state/stores.js';
import type { Gate } from './work/gate.js';

export interface IndexingOptions {
  readonly backplane: Backplane;
  readonly catalog: Catalog;
  readonly tenancy: Tenancy;
  readonly detector: Detector;
  /** A service's lines are computed where there are embedders for all the vectors that it has. */
  readonly embedders: Embedders;
  readonly downloader: Downloader;
  readonly decoder: Decoder;
  /** Fills time fields and decides when records are too old; nothing else. */
  readonly now?: () => UnixSeconds;
  readonly observer?: IndexingObserver;
  readonly settings?: Partial<IndexingSettings>;
}

/** What every part of indexing works on. */
export interface Context extends Omit<IndexingOptions, 'backplane' | 'settings'> {
  readonly now: () => UnixSeconds;
  readonly observer: IndexingObserver;
  readonly settings: IndexingSettings;
  readonly stores: Stores;
  readonly modelChanges: ModelChanges;
  readonly changeStores: ModelChangeStores;
  readonly slots: Leases;
  /** Who coordinates a service. */
  readonly coordinators: Leases;
  /** Processes that compute. */
  readonly workers: Leases;
  /** Who re-embeds a service. */
  readonly reembedders: Leases;
  /** Pictures that this process decodes or holds decoded at once. */
  readonly pictures: Gate;
}
