import { type ShutdownOptions, type ShutdownStep, shutDown } from './shutdown.js';

/** Note how to close what a start has opened; it is closed in reverse order. */
export type OnStop = (name: string, close: ShutdownStep['run']) => void;

/** Close everything within the grace period; resolves to whether that went well. */
export type Stop = () => Promise<boolean>;

/** Start something of many parts. What was opened is closed again if a later part cannot start. */
export async function startUp<Started>(
  { logger, grace }: Omit<ShutdownOptions, 'steps'>,
  start: (onStop: OnStop, stop: Stop) => Promise<Started>,
): Promise<Started> {
  const opened: ShutdownStep[] = [];
  const stop = () => shutDown({ logger, grace, steps: [...opened].reverse() });
  try {
    return await start((name, run) => opened.push({ name, run }), stop);
  } catch (error) {
    await stop();
    throw error;
  }
}
