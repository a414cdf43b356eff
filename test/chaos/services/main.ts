import { parseArgs } from 'node:util';
import { chooseSeed } from '../../harness/random.js';
import { scenarios } from './scenarios.js';

const usage = `npm run chaos:services -- [--seed N] [--only NAMES] [--short]

Kills model services under load, adds and takes away replicas, and asks for more than can be answered; says what held, with
figures. Exits with 0 when all of it did. Wants a machine of its own.
  --seed   of orders, moments and requests (default: drawn, and printed)
  --only   scenarios, with commas between: ${scenarios.map(({ name }) => name).join(', ')}
  --short  as in npm test: seconds each`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    only: { type: 'string' },
    short: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const names = values.only?.split(',') ?? scenarios.map(({ name }) => name);
const chosen = scenarios.filter(({ name }) => names.includes(name));
const seed = chooseSeed(values.seed);
if (values.help || !Number.isSafeInteger(seed) || chosen.length !== names.length) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}

console.log(`seed ${seed}`);
for (const { name, run } of chosen) {
  const start = performance.now();
  console.log(`\n${name}`);
  const findings = await run({ seed, short: values.short, print: console.log });
  for (const { ok, text } of findings) console.log(`${ok ? 'ok    ' : 'FAILED'} ${text}`);
  console.log(`${((performance.now() - start) / 1000).toFixed(0)} s`);
  if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
}
