import { type NatsOptions, openNatsBackplane } from '@openfashion/backplane/nats';
import { openQdrantCatalog, type QdrantOptions } from '@openfashion/catalog/qdrant';
import type { Logger, OnStop } from '@openfashion/telemetry';
import type { Stores } from './stores.js';
import { untilThere } from './until-there.js';

/**
 * Open the engines that many machines share. Waits for them as long as it takes, since the processes of a cluster start in any
 * order.
 * @throws Error naming the setting that is wrong
 */
export async function openSharedStores(
  { nats, qdrant }: { readonly nats: NatsOptions; readonly qdrant: QdrantOptions },
  logger: Logger,
  onStop: OnStop,
): Promise<Stores> {
  const backplane = await openNatsBackplane({
    ...nats,
    observe: ({ kind, message, cause: err }) => {
      const level = kind === 'connected' || kind === 'reconnected' ? 'info' : 'warn';
      logger[level]({ ...(err !== undefined && { err }) }, message);
    },
  });
  onStop('backplane', () => backplane.close());
  const notice = (message: string) => logger.warn(message);
  const catalog = await untilThere('Qdrant', () => openQdrantCatalog({ ...qdrant, notice }), logger);
  onStop('catalog', () => catalog.close());
  return { backplane, catalog };
}
