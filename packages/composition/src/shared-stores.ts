import type { Backplane } from '@openfashion/backplane';
import { type NatsOptions, openNatsBackplane } from '@openfashion/backplane/nats';
import type { Catalog } from '@openfashion/catalog';
import { openQdrantCatalog, type QdrantOptions, reconcile } from '@openfashion/catalog/qdrant';
import type { SharedEngines, StoreOptions, Stores } from './stores.js';
import { untilThere } from './until-there.js';

/**
 * Open the engines that many machines share. Waits for them as long as it takes, since the processes of a cluster start in any
 * order.
 * @throws Error naming the setting that is wrong; Unavailable when the signal was aborted before they were there
 */
export async function openSharedStores({ nats, qdrant }: SharedEngines, options: StoreOptions): Promise<Stores> {
  const backplane = await openSharedBackplane(nats, options);
  const catalog = await openSharedCatalog(qdrant, options);
  const hasCopies = (qdrant.replicationFactor ?? 1) > 1;
  return {
    backplane,
    catalog,
    ...(hasCopies && { reconcile: (signal: AbortSignal) => reconcile({ ...qdrant, signal }) }),
  };
}

/** One of them: NATS. */
export async function openSharedBackplane(
  nats: NatsOptions,
  { logger, onStop, signal }: StoreOptions,
): Promise<Backplane> {
  const backplane = await openNatsBackplane({
    ...nats,
    ...(signal && { signal }),
    observe: ({ kind, message, cause: err }) => {
      const level = kind === 'connected' || kind === 'reconnected' ? 'info' : 'warn';
      logger[level]({ ...(err !== undefined && { err }) }, message);
    },
  });
  onStop('backplane', () => backplane.close());
  return backplane;
}

/** The other one: Qdrant. */
export async function openSharedCatalog(
  qdrant: QdrantOptions,
  { logger, onStop, signal }: StoreOptions,
): Promise<Catalog> {
  const notice = (message: string) => logger.warn(message);
  const open = () => openQdrantCatalog({ ...qdrant, notice });
  const catalog = await untilThere('Qdrant', open, { logger, ...(signal && { signal }) });
  onStop('catalog', () => catalog.close());
  return catalog;
}
