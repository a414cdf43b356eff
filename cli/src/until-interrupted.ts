import { type Ending, endAs } from './failures.js';
import { remark } from './output/print.js';

/** What stops a command in an orderly way, and how it ends then. */
const endings: ReadonlyMap<NodeJS.Signals, Ending> = new Map([
  ['SIGINT', 'interrupted'],
  ['SIGTERM', 'terminated'],
  ['SIGHUP', 'hungUp'],
]);

/**
 * Do work that Ctrl-C, the system, or a terminal that goes away stops in an orderly way; told again, it stops at once.
 * @param stopped what a person is told then
 */
export async function untilInterrupted(stopped: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const interrupted = new AbortController();
  const told: { ending?: Ending | undefined } = {};
  const interrupt = (signal: NodeJS.Signals) => {
    told.ending = endings.get(signal);
    release();
    interrupted.abort();
  };
  const release = () => {
    for (const signal of endings.keys()) process.off(signal, interrupt);
  };
  for (const signal of endings.keys()) process.on(signal, interrupt);
  try {
    await work(interrupted.signal);
  } catch (error) {
    if (told.ending === undefined) throw error;
    remark(stopped);
    endAs(told.ending);
  } finally {
    release();
  }
}
