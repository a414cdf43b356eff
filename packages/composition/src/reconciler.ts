import { setTimeout as sleep } from 'node:timers/promises';
import { childOf, type Milliseconds } from '@openfashion/contract';
import { Leases } from '@openfashion/indexing';
import type { OnStop } from '@openfashion/telemetry';
import type { Core } from './core.js';
import type { Stores } from './stores.js';

const defaults = {
  /** Between two comparisons. */
  interval: 3_600_000 as Milliseconds,
  /** Between two tries to become the one who makes them. */
  retry: 60_000 as Milliseconds,
};

/** Compare the copies of documents about every hour until the process is told to stop; of all processes one does. */
export function runReconciler(
  { backplane, metrics, logger }: Pick<Core, 'backplane' | 'metrics' | 'logger'>,
  reconcile: NonNullable<Stores['reconcile']>,
  onStop: OnStop,
  { interval, retry } = defaults,
): void {
  const leases = new Leases(backplane.keyValue('reconciler'), { renewal: 1_000, expiry: 10_000 });
  const stop = new AbortController();
  const rest = (time: Milliseconds, signal: AbortSignal) =>
    sleep(time, undefined, { signal, ref: false }).catch(() => {});
  const work = async () => {
    while (!stop.signal.aborted) {
      await rest(retry, stop.signal);
      const lease = await leases.acquire('replicas').catch(() => undefined);
      if (lease === undefined) continue;
      const { signal, unlink } = childOf(stop.signal, lease.signal);
      while (!signal.aborted) {
        try {
          const { checked, repaired } = await reconcile(signal);
          metrics.repairedCopies.inc(repaired);
          if (repaired > 0) logger.warn({ checked, repaired }, 'copies of documents differed and were mended');
        } catch (err) {
          // While a node is away nothing can be compared.
          if (!signal.aborted)
            logger.warn({ err }, 'copies of documents could not be compared; tried again in an hour');
        }
        await rest(interval, signal);
      }
      unlink();
      await lease.release().catch((err: unknown) => logger.warn({ err }, 'releasing a lease'));
    }
  };
  const working = work();
  onStop('reconciler', () => {
    stop.abort();
    return working;
  });
}
