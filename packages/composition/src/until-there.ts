import { setTimeout as pause } from 'node:timers/promises';
import { Unavailable } from '@openfashion/contract';
import type { Logger } from '@openfashion/telemetry';

/** Between two tries to reach a store, in milliseconds. */
const rest = 1_000;

/**
 * What a start needs of a store, as long as it takes until that can be had: the processes of a cluster start in any order, and
 * one may go again meanwhile.
 * @param store its name, for the log
 * @param signal aborted: it is not tried again
 */
export async function untilThere<Needed>(
  store: string,
  need: () => Promise<Needed>,
  { logger, signal }: { readonly logger: Logger; readonly signal?: AbortSignal },
): Promise<Needed> {
  for (;;) {
    try {
      return await need();
    } catch (err) {
      if (!(err instanceof Unavailable) || signal?.aborted) throw err;
      logger.warn({ err }, `${store} does not answer yet; trying again`);
      await pause(rest);
    }
  }
}
