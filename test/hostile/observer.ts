import type { Bytes, Milliseconds } from '@openfashion/contract';
import type { Holdings } from '../harness/process-under-test.js';
import { send } from '../harness/rest.js';
import type { ServerProcess } from '../harness/server-process.js';

/** What a server was like while others did their worst. */
export interface Observed {
  /** The most resident memory that its own process was seen to have. */
  readonly peakBytes: Bytes;
  /** The longest that somebody else waited for `/healthz`. */
  readonly longestWait: Milliseconds;
}

const interval: Milliseconds = 250;

/** Look at a server four times a second, as a probe and an operator would, until told to stop. */
export function observe(server: ServerProcess, baseUrl: string): { stop(): Promise<Observed> } {
  const waits: Milliseconds[] = [];
  const seen: Holdings[] = [];
  const looking = new Set<Promise<void>>();
  const look = async () => {
    const start = performance.now();
    await send(baseUrl, { path: '/healthz' });
    waits.push(performance.now() - start);
    seen.push(await server.holdings());
  };
  const timer = setInterval(() => {
    const looked = look().catch(() => void waits.push(Number.POSITIVE_INFINITY));
    looking.add(looked);
    void looked.then(() => looking.delete(looked));
  }, interval);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(looking);
      return { peakBytes: Math.max(...seen.map(({ ownBytes }) => ownBytes)), longestWait: Math.max(...waits) };
    },
  };
}
