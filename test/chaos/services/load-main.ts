import { closedLoop } from '../../harness/closed-loop.js';
import { percentile } from '../../harness/figures.js';
import { openLoop } from '../../harness/open-loop.js';
import { seededRandom } from '../../harness/random.js';
import type { LoadOrder, LoadResult, Times } from './load.js';
import { openReadyCalls, type ReadyCall } from './ready-calls.js';

// The process of LoadProcess (load.ts): one order after another, each answered by its result.

let order = new AbortController();

process.on('message', async (message: LoadOrder | 'stop') => {
  if (message === 'stop') return order.abort();
  order = new AbortController();
  process.send?.(await run(message, order.signal));
});

async function run(
  { task, address, deadline, pace, milliseconds }: LoadOrder,
  signal: AbortSignal,
): Promise<LoadResult> {
  const calls = await openReadyCalls(task, address);
  const ended: (ReadyCall & { readonly at: number })[] = [];
  const call = async () => {
    const one = await calls.call(deadline);
    ended.push({ ...one, at: performance.now() });
  };
  const start = performance.now();
  let over = start + (milliseconds ?? Number.POSITIVE_INFINITY);
  signal.addEventListener('abort', () => {
    over = performance.now();
  });
  if ('concurrency' in pace) await closedLoop(call, { ...pace, milliseconds: milliseconds ?? 0 });
  else {
    const { perSecond, seed } = pace;
    await openLoop(call, { perSecond, random: seededRandom(seed), signal, ...(milliseconds && { milliseconds }) });
  }
  calls.close();
  const [ok, refused] = ['OK', 'RESOURCE_EXHAUSTED'].map((status) => ended.filter((one) => one.status === status));
  const others: Record<string, number> = {};
  for (const { status } of ended) {
    if (status !== 'OK' && status !== 'RESOURCE_EXHAUSTED') others[status] = (others[status] ?? 0) + 1;
  }
  return {
    calls: ended.length,
    goodput: ((ok ?? []).filter(({ at }) => at <= over).length / (over - start)) * 1000,
    answered: timesOf(ok ?? []),
    refused: timesOf(refused ?? []),
    withoutHint: (refused ?? []).filter(({ hint }) => hint === undefined).length,
    others,
  };
}

function timesOf(calls: readonly ReadyCall[]): Times {
  const took = calls.map((call) => call.took);
  return { count: took.length, p50: percentile(took, 0.5), p99: percentile(took, 0.99) };
}
