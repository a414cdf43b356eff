// `npm run cuda:compare`: what models answer on another provider, or with other weights, beside the shipped ones on the CPU.
import { parseArgs } from 'node:util';
import { openLocalModels } from '@openfashion/inference/suite/local-models';
import { modelsDirectory } from '../harness/models.js';
import { answersOf, findSubjects } from './answers.js';
import { bounds, compare } from './compare.js';

const providers = ['cpu', 'cuda', 'tensorrt'] as const;
const usage = `npm run cuda:compare -- [--models FOLDER] [--provider ${providers.join('|')}] [--every N]

Compares the answers to the sample pictures with those of the shipped weights on the CPU; fails when a cosine is under
${bounds.cosine}, a box more than ${bounds.pixels} pixel away, or a top label another.
  --models    folder of detector/, embedder/ and tagger/ (default: the shipped weights)
  --provider  where they run (default cuda)
  --every     each Nth sample picture (default 1: all)`;

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: modelsDirectory },
    provider: { type: 'string', default: 'cuda' },
    every: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
const provider = providers.find((name) => name === values.provider);
if (values.help || provider === undefined || !(Number(values.every) >= 1)) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}

const other = await openLocalModels({ modelsDir: values.models, executionProvider: provider, threads: 1 }).catch(
  (error: unknown) => {
    console.error(String(error));
    process.exit(1);
  },
);
const reference = await openLocalModels({ modelsDir: modelsDirectory, executionProvider: 'cpu', threads: 1 });
const subjects = await findSubjects(reference, Number(values.every));
const comparison = compare(await answersOf(reference, subjects), await answersOf(other, subjects));
await Promise.all([reference.close(), other.close()]);

const { cosine, pixels, boxes, labels, faults } = comparison;
console.log(
  `${subjects.length} pictures: least cosine ${cosine.toFixed(6)}; ${boxes} boxes, farthest edge ${pixels.toFixed(3)} px;`,
);
console.log(`${labels} top labels; ${faults.length} beyond the bounds`);
for (const fault of faults) console.log(`  ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;
