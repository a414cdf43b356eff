import { parseArgs } from 'node:util';
import { limits } from '@openfashion/contract';
import { chooseSeed } from '../../harness/random.js';
import { type Disturbance, Scenario } from './scenario.js';
import { differences } from './verify.js';

const usage = `npm run chaos:single -- [--seed N] [--lines N] [--kills N]

Kills the server at points of an index job that are drawn from the seed, until the job is done, and compares what it
left with an undisturbed run and with a model of the contract's rules; then the same with a picture server that answers
an address otherwise another time, and with a disk that forgets at each kill what was not synchronised. The service is
just below its quota.
  --seed   of lines, pictures and kills (default: drawn, and printed)
  --lines  of the job, 100 to 10000 (default 2000)
  --kills  in each run (default 20)`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    lines: { type: 'string', default: '2000' },
    kills: { type: 'string', default: '20' },
    help: { type: 'boolean', default: false },
  },
});
const [seed, lines, kills] = [chooseSeed(values.seed), Number(values.lines), Number(values.kills)];
if (values.help || !Number.isInteger(seed) || !(lines >= 100 && lines <= 10_000) || !(kills > 0)) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}

const disturbances: Readonly<Record<string, Disturbance>> = {
  killed: { kills },
  'killed, a fickle picture server': { kills, fickle: true },
  'power failures': { kills, forgetful: true },
};

console.log(`seed ${seed}: a job of ${lines} lines, ${kills} kills in each run`);
// About a third of the new products find no place.
const stored = limits.documents.perService - Math.floor(lines / 5);
await using scenario = await Scenario.open(seed, lines, stored);
const undisturbed = await scenario.run({ kills: 0 });
if (undisturbed === undefined) throw new Error('the undisturbed run did not happen');
report('undisturbed', undisturbed.faults);
for (const [name, disturbance] of Object.entries(disturbances)) {
  const start = performance.now();
  const outcome = await scenario.run({ ...disturbance, killed: () => process.stdout.write('.') });
  if (outcome === undefined) {
    console.log(`${name}: not here (a C compiler and Linux are needed)`);
    continue;
  }
  const found = [...outcome.faults, ...(disturbance.fickle ? [] : differences(undisturbed.ending, outcome.ending))];
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  report(`\n${name}`, found, ` (${outcome.repeats} pictures asked for again, ${seconds} s)`);
}

function report(name: string, found: readonly string[], more = ''): void {
  const verdict = found.length === 0 ? 'nothing lost, nothing twice' : `${found.length} faults`;
  console.log(`${name}: ${verdict}${more}`);
  for (const fault of found.slice(0, 20)) console.log(`  ${fault}`);
  if (found.length > 0) process.exitCode = 1;
}
