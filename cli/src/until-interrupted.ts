import { endAs } from '../failures.js';
import { remark } from '../output/print.js';

/**
 * Do work that Ctrl-C stops in an orderly way.
 * @param stopped what a person is told then
 */
export async function untilInterrupted(stopped: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt);
  try {
    await work(interrupted.signal);
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    remark(stopped);
    endAs('interrupted');
  } finally {
    process.off('SIGINT', interrupt);
  }
}
