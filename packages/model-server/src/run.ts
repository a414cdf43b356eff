import { setFlagsFromString } from 'node:v8';
import { type Task, taskNames } from '@openfashion/inference';
import { readSettings, SettingsError } from '@openfashion/settings';
import { createLogger, stopSignal } from '@openfashion/telemetry';
import { settingNames } from './settings.js';
import { startModelServer } from './start.js';

// Pictures that come and go lie outside V8's heap and still make it collect: at the default pace that took over half of this
// process's time (docs/performance.md).
setFlagsFromString('--heap-growing-percent=300');

/** A whole process: serves the model of a task until it is told to stop, then ends with 0 if all went well. */
export async function runModelServer(task: Task): Promise<void> {
  try {
    const config = readSettings(process.env, settingNames);
    const logger = createLogger({ name: taskNames[task], level: config.logLevel });
    const stopped = stopSignal(() => process.exit(1));
    const server = await Promise.race([startModelServer(task, config, logger), stopped.then(() => undefined)]);
    // Told to stop while the model was loading: nothing was accepted yet.
    if (server === undefined) process.exit(0);
    console.log(`The ${taskNames[task]} serves at ${server.address} (gRPC); operators ask ${server.operatorUrl}`);
    const signal = await stopped;
    logger.info({ signal }, 'stopping');
    process.exit((await server.stop()) ? 0 : 1);
  } catch (error) {
    // A person reads this: what is wrong, not where it was noticed.
    const plain = error instanceof SettingsError || process.env['OPENFASHION_LOG_LEVEL'] !== 'debug';
    console.error(plain ? String(error) : error);
    process.exit(1);
  }
}
