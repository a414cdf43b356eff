import { parseArgs } from 'node:util';
import { chooseSeed } from '../harness/random.js';
import { readManifests } from './manifests.js';
import { type PagePart, type Part, plan } from './plan.js';
import { profiles } from './profiles.js';
import { writeToPage } from './report/page.js';
import { comparison, details } from './report/table.js';
import { runPart } from './run-part.js';
import { compared } from './thresholds.js';
import { shopDay } from './traffic/shop-day.js';
import { hour } from './units.js';

const sets = Object.keys(compared);
const usage = `npm run scaling -- [--seed N] [--load 1|10|100|1000] [--profile cpu|gpu] [--hours FROM-TO] [--spare N] [--only SET] [--json]
npm run scaling -- --write [NAME …] [--seed N]

Replays a day of a shop (test/scaling/traffic/shop-day.ts), its sale included, in virtual time: the real queue of the model services
and the real client that chooses their replicas, on replicas that only take time, scaled as Kubernetes and KEDA would. Says what
people would wait, what would be refused and what it would cost, for each set of thresholds (test/scaling/thresholds.ts).
  --seed     of all that is drawn (default: a fresh one, printed): the same seed, the same figures
  --load     how many times the day (default 1)
  --profile  how fast a replica is (default cpu): cpu was measured; gpu is an assumption (test/scaling/profiles.ts)
  --hours    part of the day (default 0-24), e.g. 19.5-21; the sale begins at ${shopDay.sale.at / hour}
  --spare    machines with a GPU that are kept ready (default 0)
  --only     one set of thresholds, with all its figures: ${sets.join('; ')}
  --json     everything as JSON
  --write    run what docs/scaling.md shows, all of it or these, and put it there: ${plan.map(({ name }) => name).join(', ')}`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    load: { type: 'string', default: '1' },
    profile: { type: 'string', default: 'cpu' },
    hours: { type: 'string', default: '0-24' },
    spare: { type: 'string', default: '0' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}

function stop(sentence: string): never {
  console.error(`${sentence}\n\n${usage}`);
  process.exit(2);
}

function asked(): Part {
  const { only, profile, hours } = values;
  if (profile !== 'cpu' && profile !== 'gpu') stop(`--profile ${profile}: must be cpu or gpu`);
  const [from = Number.NaN, to = Number.NaN] = hours.split('-').map(Number);
  if (!(from >= 0 && to > from && to <= 24)) stop(`--hours ${hours}: must be two hours of a day, as 19.5-21`);
  const [load, spare] = [Number(values.load), Number(values.spare)];
  if (!(load > 0)) stop(`--load ${values.load}: must be a number above 0`);
  if (!(Number.isInteger(spare) && spare >= 0)) stop(`--spare ${values.spare}: must be a whole number`);
  if (only !== undefined && !sets.includes(only)) stop(`--only ${only}: must be one of ${sets.join('; ')}`);
  const rows = sets
    .filter((set) => only === undefined || set === only)
    .map((thresholds) => ({ load, spare, thresholds }));
  return { title: `${hours} o’clock`, profile, from: from * hour, to: to * hour, rows };
}

function onPage(): readonly PagePart[] {
  const unknown = positionals.find((name) => !plan.some((part) => part.name === name));
  if (unknown !== undefined) stop(`${unknown}: docs/scaling.md has no such part`);
  return plan.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
}

const seed = chooseSeed(values.seed);
const manifests = await readManifests();

async function shown(part: Part): Promise<string> {
  const results = await runPart(part, seed, manifests, (line) => console.error(line));
  if (values.json && !values.write)
    return JSON.stringify({ seed, ...part, results: Object.fromEntries(results) }, undefined, 2);
  const [only] = results;
  const more = results.length === 1 && only !== undefined ? [details(only[1])] : [];
  const about = `Seed ${seed}; replicas: ${profiles[part.profile].source}.`;
  return [`### ${part.title}`, about, comparison(results), ...more].join('\n\n');
}

if (values.write) {
  for (const part of onPage()) await writeToPage(part.name, await shown(part));
} else {
  console.log(await shown(asked()));
}
