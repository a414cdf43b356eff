import type { OnStop } from '@openfashion/telemetry';
import type { Core } from './core.js';

/** Work on index jobs until the process is told to stop; what is in hand then is finished or handed back. */
export function runIndexing({ indexing, logger }: Pick<Core, 'indexing' | 'logger'>, onStop: OnStop): void {
  const working = new AbortController();
  const work = indexing.run(working.signal);
  work.catch((err: unknown) => logger.fatal({ err }, 'indexing stopped'));
  onStop('indexing', async () => {
    working.abort();
    await work;
  });
}
