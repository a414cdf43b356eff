import { type CoreSettings, coreSettings, openCore } from '@openfashion/composition';
import type { SettingName, Settings } from '@openfashion/settings';
import { type Logger, newTold, type Stop, serveOperators, startUp } from '@openfashion/telemetry';
import { type GatewaySettings, gatewaySettings, serveGateway } from '../serve.js';

export const settings = [...coreSettings, ...gatewaySettings, 'operatorPort'] as const satisfies readonly SettingName[];
type ProcessSettings = CoreSettings & GatewaySettings & Settings<'operatorPort'>;

export interface GatewayProcess {
  readonly address: string;
  readonly stop: Stop;
}

/** A gateway of a cluster: answers requests; index jobs are the indexers' work. */
export function startGateway(config: ProcessSettings, logger: Logger): Promise<GatewayProcess> {
  return startUp({ logger, grace: config.shutdownGrace }, async (onStop, stop) => {
    const told = newTold('gateway');
    const { host, operatorPort: port } = config;
    if (port !== undefined) {
      const operatorUrl = await serveOperators({ host, port }, told, onStop);
      logger.info({ operatorUrl }, 'starting');
    }
    const core = await openCore(config, { extra: ['tag'], logger, onStop, told });
    const parts = { ...core, ...core.models, decoder: core.newDecoder(), folders: {} };
    return { address: await serveGateway(config, parts, onStop), stop };
  });
}
