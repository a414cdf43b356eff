import { setTimeout as pause } from 'node:timers/promises';
import { type Task, taskNames } from '@openfashion/inference';
import { closedLoop } from '../../harness/closed-loop.js';
import { eventually } from '../../harness/eventually.js';
import { type Finding, finding } from '../../harness/finding.js';
import { type ModelServiceProcess, tasks } from '../../harness/model-service.js';
import { ModelServices } from '../../harness/model-services.js';
import { pick, type Random, seededRandom, shuffled } from '../../harness/random.js';
import type { Options } from '../../harness/scenarios.js';
import { failuresIn } from './failures.js';
import { IndexJobs } from './index-jobs.js';
import { backWithin, judgeOutage, type Outage } from './outage-verdict.js';
import { Shop } from './shop.js';
import { needing, Traffic } from './traffic.js';

/** What the product is asked of what it can answer. */
const share = 0.5;
const concurrency = 8;

type Plan = Pick<Outage, 'task' | 'how'>;
const killed = tasks.map((task): Plan => ({ task, how: 'killed' }));
const suspended = tasks.map((task): Plan => ({ task, how: 'suspended' }));
const everyOutage = [...killed, ...suspended];
/** Each is killed once, then one is suspended. */
const drawOutages = (random: Random): Plan[] => [...shuffled(random, killed), pick(random, suspended)];

/** Each service in turn is killed under steady load and started again; then one stands still and goes on. */
export async function outages({ seed, short, print }: Options): Promise<Finding[]> {
  const random = seededRandom(seed);
  const inferenceTimeout = short ? 3_000 : 10_000;
  await using services = await ModelServices.open();
  const settings = { ...services.settings, OPENFASHION_INFERENCE_TIMEOUT_MS: String(inferenceTimeout) };
  await using shop = await Shop.open(settings);
  const jobs = new IndexJobs(shop, short ? 32 : 200);
  jobs.start();
  await using traffic = new Traffic(shop.client, shop.known, random);
  const { perSecond: capacity } = await closedLoop(() => traffic.call(), {
    concurrency,
    milliseconds: short ? 1_500 : 15_000,
  });
  print(`capacity with a job beside: ${capacity.toFixed(1)} requests/s; load: ${(share * capacity).toFixed(1)}/s`);
  traffic.start(share * capacity);

  const plan = short ? [pick(random, everyOutage)] : drawOutages(random);
  const seen: Outage[] = [];
  let logged = 0;
  for (const { task, how } of plan) {
    seen.push(await outage(task, how, { services, shop, traffic, random, short }));
    const log = shop.server.errors.slice(logged);
    logged += log.length;
    print(`${taskNames[task]} ${how}: ${failuresIn(log)}`);
  }
  await traffic.stop();
  await jobs.stop();

  return [
    ...seen.flatMap((each) => judgeOutage(each, traffic.answers, { inferenceTimeout, short })),
    finding(
      jobs.wrong.length === 0,
      `the jobs beside added all of their ${jobs.added} lines; otherwise: ${jobs.wrong}`,
    ),
  ];
}

interface Scene {
  readonly services: ModelServices;
  readonly shop: Shop;
  readonly traffic: Traffic;
  readonly random: Random;
  readonly short: boolean;
}

/** One outage: long enough that callers feel it, and that it can be seen what the end of it brings. */
async function outage(
  task: Task,
  how: Outage['how'],
  { services, shop, traffic, random, short }: Scene,
): Promise<Outage> {
  await pause(random() * 1_000);
  const service = services.of(task);
  const start = performance.now();
  if (how === 'killed') await service.kill();
  else await service.suspended();
  const name = taskNames[task];
  await eventually(`/readyz names the ${name}`, async () => (await shop.degraded()).includes(name));
  const degraded = performance.now();
  await traffic.until(
    short ? 5 : 30,
    ({ asked, kind, outcome }) => outcome !== 'success' && asked > start && needing(kind, task),
  );
  // Those who ask now meet the open circuit.
  const later = performance.now();
  await traffic.until(short ? 3 : 20, ({ asked, kind }) => asked > later && needing(kind, task));
  if (how === 'killed') await services.start(task);
  else await goOn(service);
  const ready = performance.now();
  await pause(backWithin);
  await traffic.until(
    3,
    ({ asked, kind, outcome }) => outcome === 'success' && asked > ready + backWithin && needing(kind, task),
  );
  const end = performance.now();
  // What is under way must not meet the next outage.
  await traffic.settled();
  return { task, how, start, degraded, later, ready, end };
}

/** Its model may have been taken for hung meanwhile, and be started again. */
async function goOn(service: ModelServiceProcess): Promise<void> {
  service.resume();
  await eventually('it is ready again', () => service.isReady());
}
