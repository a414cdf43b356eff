import { parseArgs } from 'node:util';
import { clusterLacks, clusterVersions } from '../../harness/cluster.js';
import { chooseSeed } from '../../harness/random.js';
import { races, racesOn } from './races.js';
import { runRace, table, Violation } from './run-race.js';
import { RaceWorld } from './world.js';

const usage = `npm run chaos:races -- [--seed N] [--rounds N] [--only RACE[,RACE…]] [--cluster]

Lets requests, jobs and writes race each other on a real server and checks what must hold whoever is first.
  --seed    of the first round; the one after has the next (default: a fresh one, printed)
  --rounds  of each race (default 200)
  --cluster with two gateways, asked in turn, and two indexers on NATS and Qdrant (not late-writes)
  --only    some of the races:
${races.map(({ name, shows }) => `    ${name.padEnd(16)} ${shows}`).join('\n')}`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    rounds: { type: 'string', default: '200' },
    only: { type: 'string' },
    cluster: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const shape = values.cluster ? 'cluster' : 'single node';
const names = values.only?.split(',') ?? racesOn(shape).map(({ name }) => name);
const chosen = racesOn(shape).filter(({ name }) => names.includes(name));
const [seed, rounds] = [chooseSeed(values.seed), Number(values.rounds)];
const wrong = !Number.isSafeInteger(seed) || !(Number.isSafeInteger(rounds) && rounds > 0);
if (values.help || wrong || chosen.length !== names.length) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}

if (values.cluster && clusterLacks) {
  console.error(clusterLacks);
  process.exit(1);
}

console.log(`seed ${seed}, ${rounds} rounds of each race${values.cluster ? `, on ${clusterVersions}` : ''}`);
try {
  await using world = await RaceWorld.open(shape);
  const outcomes = [];
  for (const race of chosen) {
    const outcome = await runRace(race, world, { seed, rounds });
    console.log(`${race.name}: ${rounds} rounds held, ${outcome.seconds.toFixed(1)} s`);
    outcomes.push(outcome);
  }
  console.log(`\n${table(outcomes)}`);
} catch (error) {
  if (!(error instanceof Violation)) throw error;
  console.error(`${error.message}\n`, error.cause);
  process.exitCode = 1;
}
