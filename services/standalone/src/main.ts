import { setFlagsFromString } from 'node:v8';
import { readSettings, type SettingName, SettingsError, settings } from '@openfashion/settings';
import { createLogger, stopSignal } from '@openfashion/telemetry';
import { greeting } from './greeting.js';
import { startSingleNode } from './single-node.js';

// Decoded pictures lie outside V8's heap and still make it collect: at the default pace the whole heap was gone through every
// seven pictures, which took a fifth of this process's time while indexing (docs/performance.md).
setFlagsFromString('--heap-growing-percent=300');

/** `npm start`: the whole product in one process. */
async function main(): Promise<void> {
  const config = readSettings(process.env, Object.keys(settings) as SettingName[]);
  const logger = createLogger({ name: 'standalone', level: config.logLevel });
  const stopped = stopSignal(() => process.exit(1));
  const node = await startSingleNode(config, logger);
  console.log(greeting(node.baseUrl, node.keys));
  void node.samplesIndexed.then((count) => {
    if (count > 0) console.log(`The sample catalogue is searchable: ${count} products.`);
  });
  const signal = await stopped;
  logger.info({ signal }, 'stopping');
  const clean = await node.stop();
  process.exit(clean ? 0 : 1);
}

main().catch((error: unknown) => {
  // A person reads this: what is wrong, not where it was noticed.
  console.error(
    error instanceof SettingsError || process.env['OPENFASHION_LOG_LEVEL'] !== 'debug' ? String(error) : error,
  );
  process.exit(1);
});
