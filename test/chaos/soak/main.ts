import { parseArgs } from 'node:util';
import { chooseSeed } from '../../harness/random.js';
import { soak } from './soak.js';
import { verdict } from './verdict.js';

const usage = `npm run soak -- [--minutes N] [--rate N] [--seed N]

Calls the product with a mix of requests at 70 % of what it can answer beside an index job that never ends, checks every
answer, weighs the server all the while, and says whether it grew. Exits with 0 when all is well.
  --minutes  of the load (default 10); less than 2 say nothing about memory
  --rate     requests a second, in place of 70 % of the capacity measured at the start: where others use the machine too,
             what it can answer at one time says little about another
  --seed     of requests, their times and jobs (default: a fresh one, printed)`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    rate: { type: 'string' },
    seed: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const [minutes, rate] = [Number(values.minutes), Number(values.rate ?? 1)];
if (values.help || !(minutes > 0) || !(rate > 0)) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}

const result = await soak({
  seed: chooseSeed(values.seed),
  ...(values.rate !== undefined && { perSecond: rate }),
  milliseconds: minutes * 60_000,
  capacityMilliseconds: 20_000,
  products: 200,
  pool: 200,
  lines: { min: 40, max: 200 },
  every: { sample: 5_000, row: 30_000 },
  print: console.log,
});
for (const line of result.wrong.slice(0, 20)) console.log(`WRONG ${line}`);
const findings = verdict(result);
for (const { ok, text } of findings) console.log(`${ok ? 'ok    ' : 'FAILED'} ${text}`);
process.exit(findings.every(({ ok }) => ok) ? 0 : 1);
