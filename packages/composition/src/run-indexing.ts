import type { Logger, OnStop } from '@openfashion/telemetry';
import type { Core } from './core.js';

/** Work on index jobs until the process is told to stop; what is in hand then is finished or handed back. */
export function runIndexing(
  {
    indexing,
    tenancy,
    catalog,
    metrics,
    logger,
  }: Pick<Core, 'indexing' | 'tenancy' | 'catalog' | 'metrics'> & {
    readonly logger: Logger;
  },
  onStop: OnStop,
): void {
  const working = new AbortController();
  const work = indexing.run(working.signal);
  work.catch((err: unknown) => logger.fatal({ err }, 'indexing stopped'));
  onStop('indexing', async () => {
    working.abort();
    await work;
  });
  metrics.gauge('openfashion_documents', 'Documents of all services', async () => {
    const services = await tenancy.allServices();
    const counts = services.map(({ service: { id, embedding } }) => catalog.count({ service: id, embedding }));
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  });
}
