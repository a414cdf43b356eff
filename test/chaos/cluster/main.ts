import { parseArgs } from 'node:util';
import { clusterLacks, clusterVersions } from '../../harness/cluster.js';
import { chooseSeed } from '../../harness/random.js';
import { scenarios } from './scenarios.js';

const usage = `npm run chaos:cluster -- [--seed N] [--only NAMES] [--minutes N] [--short]

Starts the whole product as processes of this machine, on NATS and Qdrant (both must be on the PATH), and disturbs it while jobs
run and shoppers search; says what held, with figures. Exits with 0 when all of it did. Wants a machine of its own.
  --seed     of orders, moments, files and requests (default: drawn, and printed)
  --only     scenarios, with commas between: ${scenarios.map(({ name }) => name).join(', ')}
  --minutes  that the storm lasts (default 10)
  --short    seconds each, as in npm test`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    only: { type: 'string' },
    minutes: { type: 'string', default: '10' },
    short: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const names = values.only?.split(',') ?? scenarios.map(({ name }) => name);
const chosen = scenarios.filter(({ name }) => names.includes(name));
const [seed, minutes] = [chooseSeed(values.seed), Number(values.minutes)];
if (values.help || !Number.isSafeInteger(seed) || !(minutes > 0) || chosen.length !== names.length) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}
if (clusterLacks) {
  console.error(`${clusterLacks}; docs/stores.md says where to get it`);
  process.exit(1);
}

console.log(`seed ${seed}, ${clusterVersions}`);
for (const { name, run } of chosen) {
  const start = performance.now();
  console.log(`\n${name}`);
  const findings = await run({ seed, minutes, short: values.short, print: console.log });
  for (const { ok, text } of findings) console.log(`${ok ? 'ok    ' : 'FAILED'} ${text}`);
  console.log(`${((performance.now() - start) / 1000).toFixed(0)} s`);
  if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
}
