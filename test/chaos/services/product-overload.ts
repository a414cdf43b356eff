import { taskNames } from '@openfashion/inference';
import { closedLoop } from '../../harness/closed-loop.js';
import { median, percentile } from '../../harness/figures.js';
import { type Finding, finding, ms } from '../../harness/finding.js';
import { tasks } from '../../harness/model-service.js';
import { ModelServices } from '../../harness/model-services.js';
import { openLoop } from '../../harness/open-loop.js';
import { seededRandom } from '../../harness/random.js';
import type { Options } from '../../harness/scenarios.js';
import { failuresIn } from './failures.js';
import { Shop } from './shop.js';
import { type Answer, Traffic } from './traffic.js';

const concurrency = 16;
/** What the product is asked of what it can answer. */
const share = 2;

/** The whole product, asked for twice as many searches by picture as it can answer: what is left, and where the rest goes. */
export async function productOverload({ seed, short, print }: Options): Promise<Finding[]> {
  await using services = await ModelServices.open();
  await using shop = await Shop.open(services.settings);
  const random = seededRandom(seed);
  await using traffic = new Traffic(shop.client, shop.known, random, ['search by picture']);
  const call = () => traffic.call();
  const milliseconds = short ? 2_000 : 8_000;
  const rounds: number[] = [];
  const round = async () => void rounds.push((await closedLoop(call, { concurrency, milliseconds })).perSecond);
  await round();
  await round();

  const lasting = short ? 4_000 : 30_000;
  const [start, before] = [performance.now(), await cpuSeconds(shop, services)];
  const logged = shop.server.errors.length;
  const perSecond = share * median(rounds);
  await openLoop(call, { perSecond, milliseconds: lasting, random });
  const took = (performance.now() - start) / 1000;
  const after = await cpuSeconds(shop, services);
  const log = shop.server.errors.slice(logged);
  const asked = traffic.answers.filter((answer) => answer.asked >= start);
  await round();

  const capacity = median(rounds);
  const ok = asked.filter(({ outcome }) => outcome === 'success');
  const refused = asked.filter(({ outcome }) => outcome === 'unavailable');
  const inTime = ok.filter((answer) => answer.asked + answer.took <= start + lasting).length / (lasting / 1000);
  const others = asked.length - ok.length - refused.length;
  const busy = before.map(
    ([name, seconds], index) => `${name} ${(((after[index]?.[1] ?? 0) - seconds) / took).toFixed(2)}`,
  );
  print(
    `POST search: capacity ${rounds.map((each) => each.toFixed(1)).join(', ')}/s; offered ${perSecond.toFixed(1)}/s: ` +
      `goodput ${inTime.toFixed(1)}/s, ${(inTime / capacity).toFixed(2)} of the capacity; answers ${times(ok)}; ` +
      `${refused.length} of ${asked.length} refused after ${times(refused)}; cores busy: ${busy.join(', ')}`,
  );
  print(`refused because: ${failuresIn(log)}`);
  return [
    finding(
      others === 0,
      `POST search at twice the capacity: of ${asked.length} answers ${others} neither success nor -50000`,
    ),
  ];
}

const times = (answers: readonly Answer[]): string => {
  const took = answers.map((answer) => answer.took);
  return `p50 ${ms(percentile(took, 0.5))}, p99 ${ms(percentile(took, 0.99))}`;
};

function cpuSeconds(shop: Shop, services: ModelServices): Promise<(readonly [string, number])[]> {
  const ofTasks = tasks.map((task) => [taskNames[task], services.of(task)] as const);
  const processes = [['server', shop.server] as const, ...ofTasks];
  return Promise.all(processes.map(async ([name, each]) => [name, await each.cpuSeconds()] as const));
}
