import type { OnStop } from '@openfashion/telemetry';
import type { Core } from './core.js';
import { runReconciler } from './reconciler.js';

/** Work on index jobs until the process is told to stop; what is in hand then is finished or handed back. */
export function runIndexing(
  core: Pick<Core, 'indexing' | 'backplane' | 'reconcile' | 'logger' | 'metrics'>,
  onStop: OnStop,
): void {
  const { indexing, reconcile, logger, metrics } = core;
  const working = new AbortController();
  const work = indexing.run(working.signal);
  work.catch((err: unknown) => logger.fatal({ err }, 'indexing stopped'));
  onStop('indexing', async () => {
    working.abort();
    await work;
  });
  if (reconcile) runReconciler(core, reconcile, onStop);
  metrics.gauges('openfashion_index_backlog', 'What is still to be done, over all services', ['of'], async () => {
    const { jobs, lines, chunks, deadLetters } = await indexing.backlog();
    return Object.entries({ jobs, lines, chunks, deadLetters }).map(([of, value]) => [{ of }, value]);
  });
  metrics.gauge('openfashion_index_oldest_job_age_seconds', 'Age of the oldest job that waits or runs', async () => {
    const { oldest } = await indexing.backlog();
    return oldest === undefined ? 0 : Math.max(0, Date.now() / 1000 - oldest);
  });
}
