import { parseArgs } from 'node:util';
import { clusterLacks, clusterVersions } from '../harness/cluster.js';
import { scenarios } from './scenarios.js';

const usage = `npm run scale-out -- [--only NAMES] [--short]

Index jobs on one, two and three indexers of a real cluster; says what held, with figures. Exits with 0 when all of it did. Wants
a machine of its own.
  --only   scenarios, with commas between: ${scenarios.map(({ name }) => name).join(', ')}
  --short  as in npm test: a minute each, but for throughput`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    short: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const names = values.only?.split(',') ?? scenarios.map(({ name }) => name);
const chosen = scenarios.filter(({ name }) => names.includes(name));
if (values.help || chosen.length !== names.length) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}
if (clusterLacks) {
  console.error(clusterLacks);
  process.exit(1);
}

console.log(clusterVersions);
for (const { name, run } of chosen) {
  const start = performance.now();
  console.log(`\n${name}`);
  const findings = await run({ short: values.short, print: console.log });
  for (const { ok, text } of findings) console.log(`${ok ? 'ok    ' : 'FAILED'} ${text}`);
  console.log(`${((performance.now() - start) / 1000).toFixed(0)} s`);
  if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
}
