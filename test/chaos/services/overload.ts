import { setTimeout as pause } from 'node:timers/promises';
import { type Task, taskNames } from '@openfashion/inference';
import { eventually } from '../../harness/eventually.js';
import { sumOf } from '../../harness/exposition.js';
import { median } from '../../harness/figures.js';
import { type Finding, finding, ms } from '../../harness/finding.js';
import { ModelServiceProcess } from '../../harness/model-service.js';
import { addressSettings } from '../../harness/model-services.js';
import { pick, seededRandom } from '../../harness/random.js';
import type { Options } from '../../harness/scenarios.js';
import { IndexJobs } from './index-jobs.js';
import { LoadProcess, type LoadResult } from './load.js';
import { Shop } from './shop.js';

const concurrency = 16;
/** What a service is asked of what it can answer. */
const share = 2;
/** Inputs of one lane that may wait (packages/inference). */
const queueBound = 128;
/** What must be left of the capacity, and how soon the rest must be told. */
const leastGoodput = 0.9;
const refusedWithin = 50;
/** Beside other tests: half of the one, and a fraction of the time that an answer takes for the other. */
const besideTests = { goodput: leastGoodput / 2, refused: 0.25 };
/** A deadline that the queue refuses by its bound, and one that it refuses by what it expects. */
const deadlines = { long: 10_000, short: 1_000 };

/**
 * The embedder and the detector are each asked for twice what they can answer; then with an index job beside. Beside other tests
 * the capacity may double meanwhile: then more is asked, until the first refusal.
 */
export async function overload(options: Options): Promise<Finding[]> {
  const findings: Finding[] = [];
  const tasks = ['embed', 'detect'] as const;
  const chosen = options.short ? [pick(seededRandom(options.seed), tasks)] : tasks;
  for (const task of chosen) findings.push(...(await overloadOne(task, options)));
  return findings;
}

async function overloadOne(task: Task, { seed, short, print }: Options): Promise<Finding[]> {
  await using service = new ModelServiceProcess(task);
  await using load = new LoadProcess();
  const address = await service.address();
  const milliseconds = short ? 1_000 : 6_000;
  const rounds: number[] = [];
  const round = async () => {
    const pace = { concurrency };
    rounds.push((await load.run({ task, address, deadline: deadlines.long, pace, milliseconds })).goodput);
  };
  const rate = () => share * median(rounds);

  await round();
  const findings: Finding[] = [];
  const results: { readonly deadline: number; readonly result: LoadResult; readonly longest: number }[] = [];
  for (const deadline of short ? [deadlines.short] : [deadlines.long, deadlines.short]) {
    await round();
    const over = new AbortController();
    const longest = longestQueue(service, over.signal);
    const run = (perSecond: number) =>
      load.run({ task, address, deadline, pace: { perSecond, seed }, milliseconds: short ? 4_000 : 20_000 });
    let perSecond = rate();
    let result = await run(perSecond);
    while (short && result.refused.count === 0) {
      perSecond *= share;
      result = await run(perSecond);
    }
    over.abort();
    results.push({ deadline, result, longest: await longest });
    await round();
  }
  const name = taskNames[task];
  const capacity = median(rounds);
  print(`${name}: capacity ${rounds.map((each) => each.toFixed(1)).join(', ')} calls/s`);
  for (const { deadline, result, longest } of results) {
    findings.push(...judge(`${name}, deadline ${ms(deadline)}`, { result, longest, capacity, short }));
  }
  findings.push(await indexBeside(task, { service, load, perSecond: rate(), seed, short }));
  return findings;
}

async function refusals(service: ModelServiceProcess): Promise<number> {
  const calls = await service.metric('openfashion_inference_calls_total');
  return sumOf(calls.filter(({ labels }) => labels['status'] === 'RESOURCE_EXHAUSTED'));
}

/** The longest queue that `/metrics` tells until the signal. */
async function longestQueue(service: ModelServiceProcess, signal: AbortSignal): Promise<number> {
  let longest = 0;
  while (!signal.aborted) {
    const lengths = await service.metric('openfashion_inference_queue_length');
    longest = Math.max(longest, ...lengths.map(({ value }) => value));
    await pause(100, undefined, { signal }).catch(() => {});
  }
  return longest;
}

function judge(
  said: string,
  { result, longest, capacity, short }: { result: LoadResult; longest: number; capacity: number; short: boolean },
): Finding[] {
  const { goodput, refused, answered, withoutHint, others } = result;
  // What the queue expected to be in time and was not.
  const { DEADLINE_EXCEEDED: late = 0, ...wrong } = others;
  const ratio = goodput / capacity;
  const least = short ? besideTests.goodput : leastGoodput;
  const [told, within] = short ? [refused.p50, besideTests.refused * answered.p50] : [refused.p99, refusedWithin];
  return [
    finding(
      ratio >= least,
      `${said}: goodput ${goodput.toFixed(1)}/s, ${ratio.toFixed(2)} of the capacity (at least ${least}); answers p50 ${ms(answered.p50)}`,
    ),
    finding(
      refused.count > 0 && withoutHint === 0 && Object.keys(wrong).length === 0,
      `${said}: ${result.calls} calls, ${refused.count} refused, ${withoutHint} of them without a hint; ${late} too late; otherwise: ${JSON.stringify(wrong)}`,
    ),
    finding(
      told <= within,
      `${said}: refused after p50 ${ms(refused.p50)}, p99 ${ms(refused.p99)} (${short ? 'p50' : 'p99'} at most ${ms(within)})`,
    ),
    finding(longest <= queueBound, `${said}: longest queue ${longest} (at most ${queueBound})`),
  ];
}

interface Beside {
  readonly service: ModelServiceProcess;
  readonly load: LoadProcess;
  readonly perSecond: number;
  readonly seed: number;
  readonly short: boolean;
}

/** An index job while shoppers ask the same service for twice what it can answer. */
async function indexBeside(task: Task, { service, load, perSecond, seed, short }: Beside): Promise<Finding> {
  const address = await service.address();
  await using shop = await Shop.open({ [addressSettings[task]]: address });
  const jobs = new IndexJobs(shop, short ? 8 : 100);
  const alone = await jobs.one();
  const refusedBefore = await refusals(service);
  const begin = (rate: number) =>
    load.run({ task, address, deadline: deadlines.long, pace: { perSecond: rate, seed } });
  const refuses = async () => (await refusals(service)) > refusedBefore;
  let [rate, loading] = [perSecond, begin(perSecond)];
  while (!(await isSoon(refuses, short ? 10_000 : 60_000))) {
    if (!short) throw new Error(`asked for ${rate.toFixed(1)} calls a second it refuses none`);
    load.stop();
    await loading;
    rate *= share;
    loading = begin(rate);
  }
  const beside = await jobs.one();
  load.stop();
  const { refused } = await loading;
  return finding(
    jobs.wrong.length === 0 && refused.count > 0,
    `${taskNames[task]}: an index job took ${ms(beside)} beside ${refused.count} refused calls, ${ms(alone)} alone; lines not added: ${jobs.wrong}`,
  );
}

const isSoon = (holds: () => Promise<boolean>, patience: number): Promise<boolean> =>
  eventually('it holds', holds, patience).then(
    () => true,
    () => false,
  );
