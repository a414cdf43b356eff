import type { OnStop } from '@openfashion/telemetry';
import type { Core } from './core.js';
import { runReconciler } from './reconciler.js';

/** Work on index jobs until the process is told to stop; what is in hand then is finished or handed back. */
export function runIndexing(
  core: Pick<Core, 'indexing' | 'backplane' | 'reconcile' | 'logger' | 'metrics'>,
  onStop: OnStop,
): void {
  const { indexing, reconcile, logger } = core;
  const working = new AbortController();
  const work = indexing.run(working.signal);
  work.catch((err: unknown) => logger.fatal({ err }, 'indexing stopped'));
  onStop('indexing', async () => {
    working.abort();
    await work;
  });
  if (reconcile) runReconciler(core, reconcile, onStop);
}
