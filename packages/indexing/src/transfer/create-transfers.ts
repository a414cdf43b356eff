import type { Backplane } from '@openfashion/backplane';
import type { Catalog } from '@openfashion/catalog';
import type { UnixSeconds } from '@openfashion/contract';
import { openModelChangeStores, type Tenancy } from '@openfashion/tenancy';
import { Leases } from '../lease.js';
import { defaultSettings, type IndexingSettings } from '../settings.js';
import { openStores } from '../state/stores.js';
import { exportService } from './export-service.js';
import { type ImportState, importService } from './import-service.js';

/** Services as files: between deployments, and between the stores of one. */
export interface Transfers {
  /**
   * The file of a service, in pieces. Each document is there once, while writes go on.
   * @throws ContractError NotExistService
   */
  exportService(appKey: string, serviceName: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /**
   * Put the documents of such a file into a service that has not got them; the last state is the result.
   * @param create make the service if it is not there
   * @throws TransferError, ContractError, TenancyError; what was counted by then stays
   */
  importService(
    appKey: string,
    serviceName: string,
    file: AsyncIterable<Uint8Array>,
    options: { readonly create: boolean; readonly signal: AbortSignal },
  ): AsyncIterable<ImportState>;
}

export interface TransferOptions {
  readonly backplane: Backplane;
  readonly catalog: Catalog;
  readonly tenancy: Tenancy;
  /** Embedding id of new services, where it is known. */
  readonly embedding?: string;
  readonly now?: () => UnixSeconds;
  readonly settings?: Partial<IndexingSettings>;
}

export function createTransfers({ backplane, settings: some, ...options }: TransferOptions): Transfers {
  const settings = { ...defaultSettings, ...some };
  const stores = openStores(backplane);
  const context = {
    now: () => Math.floor(Date.now() / 1000),
    ...options,
    settings,
    stores,
    changeStores: openModelChangeStores(backplane),
    observer: {},
    coordinators: new Leases(stores.leases, { renewal: settings.leaseRenewal, expiry: settings.leaseExpiry }),
  };
  return {
    exportService: (appKey, serviceName, signal) => exportService(context, appKey, serviceName, signal),
    importService: (appKey, serviceName, file, { create, signal }) =>
      importService(context, { appKey, serviceName, create }, file, signal),
  };
}
