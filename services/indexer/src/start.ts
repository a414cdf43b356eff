import { type CoreSettings, coreSettings, openCore, runIndexing } from '@openfashion/composition';
import type { SettingName, Settings } from '@openfashion/settings';
import { type Logger, newTold, type Stop, serveOperators, startUp } from '@openfashion/telemetry';

export const settings = [...coreSettings, 'host', 'port', 'shutdownGrace'] as const satisfies readonly SettingName[];
type ProcessSettings = CoreSettings & Settings<'host' | 'port' | 'shutdownGrace'>;

export interface Indexer {
  /** Where operators ask it, e.g. `http://127.0.0.1:8080`. */
  readonly operatorUrl: string;
  readonly stop: Stop;
}

/** One of any number of processes that work on the index jobs of a cluster. */
export function startIndexer(config: ProcessSettings, logger: Logger): Promise<Indexer> {
  return startUp({ logger, grace: config.shutdownGrace }, async (onStop, stop) => {
    const told = newTold('indexer');
    const operatorUrl = await serveOperators(config, told, onStop);
    logger.info({ operatorUrl }, 'starting');
    const core = await openCore(config, { extra: [], logger, onStop, told });
    runIndexing(core, onStop);
    logger.info({ operatorUrl }, 'indexing');
    return { operatorUrl, stop };
  });
}
