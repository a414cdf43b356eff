import { parseArgs } from 'node:util';
import { chooseSeed } from '../../harness/random.js';
import { backupsUnderLoad } from './scenario.js';

const usage = `npm run chaos:backup -- [--seed N] [--lines N] [--backups N] [--documents N]

Backs a node up at points drawn from the seed, while jobs of four services run and one of the services is deleted; then
starts a node on each backup, lets every job that it knows end, and compares its counts, lists and documents with a model of
the contract's rules.
  --seed       of lines, pictures and points (default: drawn, and printed)
  --lines      of each job (default 100)
  --backups    (default 6)
  --documents  that one of the services has before: 300 or more, and more than lines (default 3000)`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    lines: { type: 'string', default: '100' },
    backups: { type: 'string', default: '6' },
    documents: { type: 'string', default: '3000' },
    help: { type: 'boolean', default: false },
  },
});
const seed = chooseSeed(values.seed);
const [lines, backups, documents] = [Number(values.lines), Number(values.backups), Number(values.documents)];
if (
  values.help ||
  !Number.isInteger(seed) ||
  !(lines >= 20 && lines <= 10_000) ||
  !(backups > 0) ||
  !(documents >= 300)
) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}
if (documents <= lines) {
  console.error('--documents must be more than --lines: a product that no line names is searched on each backup');
  process.exit(2);
}

console.log(`seed ${seed}: four jobs of ${lines} lines beside ${documents} documents, ${backups} backups`);
const start = performance.now();
const taken = () => process.stdout.write('.');
const outcome = await backupsUnderLoad({ seed, lines, backups, documents, taken });
const seconds = ((performance.now() - start) / 1000).toFixed(0);
const { faults, unfinished } = outcome;
console.log(`\n${faults.length === 0 ? 'every backup is whole' : `${faults.length} faults`} (${seconds} s)`);
console.log(`${unfinished} jobs were waiting or half done when they were backed up`);
for (const { standstill, took, databases, objects } of outcome.backups) {
  const bytes = Object.values(databases).reduce((sum, size) => sum + size, 0);
  console.log(`writes waited ${standstill} ms of ${took}: ${(bytes / 1_048_576).toFixed(0)} MB, ${objects} files`);
}
for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`);
if (faults.length > 0) process.exitCode = 1;
