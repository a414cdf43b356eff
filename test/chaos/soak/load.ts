import type { Client } from '../../harness/client.js';
import { closedLoop } from '../../harness/closed-loop.js';
import { openLoop } from '../../harness/open-loop.js';
import type { Random } from '../../harness/random.js';
import type { ServerProcess } from '../../harness/server-process.js';
import type { Jobs } from './jobs.js';
import type { Known } from './requests.js';
import { Shoppers } from './shoppers.js';
import type { SoakOptions, SoakResult } from './soak.js';
import { printKinds, startTable } from './table.js';
import { Watch } from './watch.js';

/** What the server is asked of what it can answer. */
const share = 0.7;
/** Callers at once of the measurement of capacity. */
const concurrency = 16;
const [halfMinute, minute] = [30_000, 60_000];

export interface Scene {
  readonly client: Client;
  readonly known: Known;
  readonly random: Random;
  readonly jobs: Jobs;
  readonly server: ServerProcess;
  readonly directory: string;
}

/** Measure capacity while a job runs, then stay below it for the time asked for. Every job has ended when it resolves. */
export async function underLoad(
  { client, known, random, jobs, server, directory }: Scene,
  { seed, milliseconds, capacityMilliseconds, every, print, perSecond: asked }: SoakOptions,
): Promise<Pick<SoakResult, 'perSecond' | 'answers' | 'wrong' | 'resident'>> {
  await using shoppers = new Shoppers(client, known, random);
  const call = () => shoppers.call();
  const over = new AbortController();
  const work: Promise<void>[] = [];
  // What fails early is thrown at the end, with what it did to the answers.
  const begin = (one: Promise<void>) => {
    one.catch(() => {});
    work.push(one);
  };
  begin(jobs.run(over.signal));
  try {
    const { perSecond: capacity } = await closedLoop(call, { concurrency, milliseconds: capacityMilliseconds });
    const perSecond = { capacity, load: asked ?? share * capacity };
    print(
      `capacity with a job running: ${capacity.toFixed(1)} requests/s; load: ${perSecond.load.toFixed(1)}/s; seed ${seed}`,
    );
    const watch = new Watch(server, directory);
    begin(watch.run(every.sample, over.signal));
    const from = shoppers.times.length;
    const rows = startTable({ shoppers, watch, jobs }, every.row, print);
    await openLoop(call, { perSecond: perSecond.load, milliseconds, random });
    rows.stop();
    printKinds(shoppers, from, print);
    const median = (start: number) =>
      milliseconds < 2 * minute ? Number.NaN : watch.resident(start, start + halfMinute);
    return {
      perSecond,
      answers: shoppers.times.length,
      wrong: shoppers.wrong,
      resident: { first: median(minute), last: median(milliseconds - halfMinute) },
    };
  } finally {
    over.abort();
    await Promise.all(work);
  }
}
