import { closedLoop } from '../../harness/closed-loop.js';
import { eventually } from '../../harness/eventually.js';
import { type Finding, finding, ms } from '../../harness/finding.js';
import { pick, seededRandom } from '../../harness/random.js';
import type { Options } from '../../harness/scenarios.js';
import { failuresIn } from './failures.js';
import { Replicas } from './replicas.js';
import { Shop } from './shop.js';
import { Traffic } from './traffic.js';

const share = 0.5;
const concurrency = 8;
const first = '127.0.0.2';
const added = ['127.0.0.3', '127.0.0.4'];
const all = [first, ...added];
/** Part of the calls that each of three replicas must get. */
const fair = 0.25;

/**
 * When a replica must have had its first call after it was named: a connection lasts its age at most, the name is asked for
 * at most once a second, and connecting takes a moment.
 */
const knownAfter = (connectionAge: number) => connectionAge + 1_000 + 500;

/**
 * One replica of the detector becomes three and one again under steady load, and no request fails. The short form does not look at
 * the clock.
 */
export async function scaling({ seed, short, print }: Options): Promise<Finding[]> {
  const random = seededRandom(seed);
  await using replicas = await Replicas.open(5_000);
  await replicas.start(first);
  replicas.name([first]);
  await using shop = await Shop.open(replicas.environment);
  await using traffic = new Traffic(shop.client, shop.known, random, ['detect', 'search by picture']);
  const { perSecond: capacity } = await closedLoop(() => traffic.call(), {
    concurrency,
    milliseconds: short ? 1_500 : 15_000,
  });
  print(`capacity with one replica: ${capacity.toFixed(1)} requests/s; load: ${(share * capacity).toFixed(1)}/s`);
  traffic.start(share * capacity);

  const findings = [
    ...(await scaleUp(replicas, short)),
    ...(await shares(replicas, traffic, short ? 30 : 200)),
    await modelRestarts(replicas, traffic, pick(random, all)),
    ...(short ? [] : [await replicaKilled(replicas, traffic, pick(random, added))]),
    await scaleDown(replicas, traffic),
  ];
  await traffic.stop();
  const failed = traffic.answers.filter(({ outcome }) => outcome !== 'success');
  print(`failures in the server's log: ${failuresIn(shop.server.errors)}`);
  const longest = Math.max(...traffic.answers.map(({ took }) => took));
  const told = failed.slice(0, 3).map(({ kind, outcome }) => `${kind}: ${JSON.stringify(outcome)}`);
  return [
    ...findings,
    finding(
      failed.length === 0,
      `of ${traffic.answers.length} requests ${failed.length} failed; longest ${ms(longest)}: ${told}`,
    ),
  ];
}

async function scaleUp(replicas: Replicas, short: boolean): Promise<Finding[]> {
  await Promise.all(added.map((host) => replicas.start(host)));
  replicas.name(all);
  const named = performance.now();
  const bound = knownAfter(replicas.connectionAge);
  return Promise.all(
    added.map(async (host) => {
      await eventually('it is called', async () => (await replicas.calls(host)) > 0);
      const after = performance.now() - named;
      return finding(
        short || after <= bound,
        `new replica ${host}: first call ${ms(after)} after it was named (at most ${ms(bound)})`,
      );
    }),
  );
}

/** How the calls are shared in a time of so many answers. */
async function shares(replicas: Replicas, traffic: Traffic, answers: number): Promise<Finding[]> {
  const counts = () => Promise.all(all.map((host) => replicas.calls(host)));
  // What the first replica was given while it was alone.
  await traffic.settled();
  const [before, start] = [await counts(), performance.now()];
  await traffic.until(answers, ({ asked }) => asked > start);
  const gained = (await counts()).map((count, index) => count - (before[index] ?? 0));
  const total = gained.reduce((sum, count) => sum + count, 0);
  return gained.map((count, index) => {
    const part = count / total;
    return finding(
      part >= fair,
      `replica ${all[index]}: ${count} of ${total} calls, ${(100 * part).toFixed(0)} % (at least 25 %)`,
    );
  });
}

/** A replica that is connected but cannot serve: others are asked in its place. */
async function modelRestarts(replicas: Replicas, traffic: Traffic, host: string): Promise<Finding> {
  const start = performance.now();
  await replicas.of(host).killModel();
  const refused = () => replicas.calls(host, 'UNAVAILABLE');
  await eventually('it is asked in vain', async () => (await refused()) > 0);
  await traffic.until(10, ({ asked }) => asked > start);
  const count = await refused();
  // One retry bears one failure: what is killed next is killed when this one serves again.
  await eventually('it serves again', () => replicas.of(host).isReady());
  return finding(
    count > 0,
    `replica ${host}, its model killed: ${count} calls answered UNAVAILABLE and asked of another`,
  );
}

async function replicaKilled(replicas: Replicas, traffic: Traffic, host: string): Promise<Finding> {
  const start = performance.now();
  await replicas.of(host).kill();
  await traffic.until(30, ({ asked }) => asked > start);
  await replicas.start(host);
  const started = performance.now();
  await eventually('it is called again', async () => (await replicas.calls(host)) > 0);
  const after = performance.now() - started;
  const bound = knownAfter(replicas.connectionAge);
  return finding(
    after <= bound,
    `replica ${host} killed and started again: first call ${ms(after)} after it was ready (at most ${ms(bound)})`,
  );
}

/** Names are taken out and processes asked to stop at the same moment, as Kubernetes does. */
async function scaleDown(replicas: Replicas, traffic: Traffic): Promise<Finding> {
  const start = performance.now();
  replicas.name([first]);
  const exits = await Promise.all(added.map((host) => replicas.of(host).stop()));
  const took = performance.now() - start;
  const gone = performance.now();
  await traffic.until(10, ({ asked }) => asked > gone);
  return finding(
    exits.every((exit) => exit === 0),
    `two replicas asked to stop ended with ${exits} after ${ms(took)}`,
  );
}
