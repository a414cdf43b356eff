import { setFlagsFromString } from 'node:v8';
import { readSettings, type SettingName, type Settings, SettingsError } from '@openfashion/settings';
import { createLogger, type Logger, type Stop, stopSignal } from '@openfashion/telemetry';
import { startTracing } from './start-tracing.js';

export interface Running {
  readonly stop: Stop;
}

export interface ProcessOptions<Name extends SettingName, Started extends Running> {
  /** As it stands in each line of the log. */
  readonly name: string;
  /** What it reads of the environment. */
  readonly settings: readonly Name[];
  start(config: Settings<Name>, logger: Logger): Promise<Started>;
  /** Called once it has started: what a person who started it reads. */
  greet(started: Started): void;
}

/** A whole process of ours: starts, runs until it is told to stop, and ends with 0 if all went well. */
export async function runProcess<Name extends SettingName, Started extends Running>(
  options: ProcessOptions<Name, Started>,
): Promise<never> {
  // Pictures that come and go lie outside V8's heap and still make it collect: at the default pace the whole heap was gone
  // through every seven pictures, over half of a model server's time (docs/performance.md).
  setFlagsFromString('--heap-growing-percent=300');
  try {
    const config = readSettings(process.env, options.settings);
    const {
      logLevel,
      tracesUrl,
      tracesRatio: ratio,
    } = readSettings(process.env, ['logLevel', 'tracesUrl', 'tracesRatio']);
    const logger = createLogger({ name: options.name, level: logLevel });
    const stopped = stopSignal(() => process.exit(1));
    const stopTracing = await startTracing(tracesUrl, { process: options.name, ratio });
    const started = await Promise.race([options.start(config, logger), stopped.then(() => undefined)]);
    // Told to stop while it was starting: nothing was accepted yet.
    if (started === undefined) process.exit(0);
    options.greet(started);
    const signal = await stopped;
    logger.info({ signal }, 'stopping');
    const clean = await started.stop();
    await stopTracing();
    process.exit(clean ? 0 : 1);
  } catch (error) {
    // A person reads this: what is wrong, not where it was noticed.
    const plain = error instanceof SettingsError || process.env['OPENFASHION_LOG_LEVEL'] !== 'debug';
    console.error(plain ? String(error) : error);
    process.exit(1);
  }
}
