import type { Logger } from './logger.js';
import { withinTime } from './within-time.js';

/** A step of a graceful end; steps run in order, each even if one before it failed. */
export interface ShutdownStep {
  readonly name: string;
  run(): Promise<void> | void;
}

export interface ShutdownOptions {
  readonly logger: Logger;
  /** Milliseconds that all steps have together. */
  readonly grace: number;
  readonly steps: readonly ShutdownStep[];
}

/** Run the steps within the grace period. Resolves to whether all of them ended well and in time. */
export async function shutDown({ logger, grace, steps }: ShutdownOptions): Promise<boolean> {
  let clean = true;
  const all = async () => {
    for (const step of steps) {
      try {
        await step.run();
        logger.debug({ step: step.name }, 'shutdown step done');
      } catch (err) {
        clean = false;
        logger.error({ err, step: step.name }, 'shutdown step failed');
      }
    }
    return clean;
  };
  const ended = await withinTime(all(), grace);
  if (ended === undefined) logger.error({ grace }, 'shutdown took longer than its grace period');
  return ended ?? false;
}

/**
 * Resolves to the first SIGTERM or SIGINT.
 * @param impatient called at a second one: the operator does not want to wait
 */
export function stopSignal(impatient: () => void): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (asked) impatient();
        asked = true;
        resolve(signal);
      });
    }
  });
}
