import { setTimeout as pause } from 'node:timers/promises';
import { type NatsOptions, openNatsBackplane } from '@openfashion/backplane/nats';
import { openQdrantCatalog, type QdrantOptions } from '@openfashion/catalog/qdrant';
import { Unavailable } from '@openfashion/contract';
import type { Logger } from '@openfashion/telemetry';
import type { StoreOptions, Stores } from './stores.js';

/** Between two tries to reach Qdrant, in milliseconds. */
const rest = 1_000;

/**
 * Open the engines that many machines share. Waits for them as long as it takes, since the processes of a cluster start in any
 * order.
 * @throws Error naming the setting that is wrong; Unavailable when the signal was aborted before they were there
 */
export async function openSharedStores(
  { nats, qdrant }: { readonly nats: NatsOptions; readonly qdrant: QdrantOptions },
  { logger, onStop, signal }: StoreOptions,
): Promise<Stores> {
  const backplane = await openNatsBackplane({
    ...nats,
    ...(signal && { signal }),
    observe: ({ kind, message, cause: err }) => {
      const level = kind === 'connected' || kind === 'reconnected' ? 'info' : 'warn';
      logger[level]({ ...(err !== undefined && { err }) }, message);
    },
  });
  onStop('backplane', () => backplane.close());
  const notice = (message: string) => logger.warn(message);
  const catalog = await untilThere(() => openQdrantCatalog({ ...qdrant, notice }), logger, signal);
  onStop('catalog', () => catalog.close());
  return { backplane, catalog };
}

async function untilThere<Store>(
  open: () => Promise<Store>,
  logger: Logger,
  signal: AbortSignal | undefined,
): Promise<Store> {
  for (;;) {
    try {
      return await open();
    } catch (err) {
      if (!(err instanceof Unavailable) || signal?.aborted) throw err;
      logger.warn({ err }, 'Qdrant does not answer yet; trying again');
      await pause(rest);
    }
  }
}
