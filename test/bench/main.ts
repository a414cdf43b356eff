import { parseArgs } from 'node:util';
import { machine } from './machine.js';
import { parts } from './parts.js';
import { Section, writeToPage } from './report.js';

// As in the product: nothing is noted or sent by ONNX Runtime.
process.env['ORT_DISABLE_TELEMETRY'] = '1';

const usage = `npm run bench -- [--only PART[,PART…]] [--rounds N] [--seconds N] [--documents N[,N…]] [--write]

Measures the product beside a plain loop, in turn and in one run, and prints medians.
  --only       some of the parts: ${Object.keys(parts).join(', ')}
  --rounds     pairs that are compared (default 5)
  --seconds    of one measurement under load (default 6)
  --documents  sizes of the catalogue (default 1000,10000,100000)
  --write      put the tables into docs/performance.md`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '6' },
    documents: { type: 'string', default: '1000,10000,100000' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const chosen = values.only?.split(',') ?? Object.keys(parts);
const scale = {
  rounds: Number(values.rounds),
  milliseconds: Number(values.seconds) * 1000,
  documents: values.documents.split(',').map(Number),
};
const wrong = [scale.rounds, scale.milliseconds, ...scale.documents].some((number) => !(number > 0));
if (values.help || wrong || chosen.some((name) => !(name in parts))) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}

const sections = [new Section('machine')];
for (const section of sections) await machine(section);
for (const name of chosen) {
  const section = new Section(name);
  console.log(`\n## ${name}\n`);
  await parts[name]?.(section, scale);
  sections.push(section);
}
if (values.write) for (const section of sections) await writeToPage(section);
