import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { chooseSeed } from '../harness/random.js';
import { openFuzzWorld } from './world.js';

const pinned = 'schemathesis==4.32.5';
const usage = `npm run fuzz:api -- [--seed N] [--cases N] [--seconds N] [-- MORE]

Starts the product in a scratch folder and runs schemathesis against its /openapi.json, all operations,
with data that fits the description and data that does not. Needs \`schemathesis\` on PATH: pip install ${pinned}
  --seed     of what is generated (default: a fresh one, printed)
  --cases    of each operation and phase at most (default 300)
  --seconds  after which nothing new is begun (default 600)
  MORE       is handed on to schemathesis`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    cases: { type: 'string', default: '300' },
    seconds: { type: 'string', default: '600' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}

const program = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => [join(folder, 'schemathesis'), join(folder, 'st')])
  .find((path) => existsSync(path));
const seed = chooseSeed(values.seed);
const scratch = await mkdtemp(join(tmpdir(), 'openfashion-fuzz-'));
try {
  await using world = await openFuzzWorld(scratch);
  await writeFile(join(scratch, 'schemathesis.toml'), world.config);
  const args = [
    ...['--config-file', join(scratch, 'schemathesis.toml'), 'run', `${world.baseUrl}/openapi.json`],
    ...['--seed', `${seed}`, '--max-examples', values.cases, '--max-time', values.seconds, ...positionals],
  ];
  const environment = Object.entries(world.environment).map(([name, value]) => `${name}='${value}'`);
  console.log([...environment, 'schemathesis', ...args].join(' '));
  if (program === undefined) {
    console.error(`schemathesis is not on PATH: python3 -m venv FOLDER && FOLDER/bin/pip install ${pinned}`);
    process.exitCode = 2;
  } else {
    const child = spawn(program, args, {
      cwd: scratch,
      stdio: 'inherit',
      env: { ...process.env, ...world.environment },
    });
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    const internal = world.server.errors.filter((line) => /"level":(50|60)/.test(line));
    console.log(`seed ${seed}; schemathesis ended with ${code}; log lines of errors: ${internal.length}`);
    for (const line of internal.slice(0, 5)) console.log(line);
    console.log(`documents left in the catalogue: ${await world.documentCount()}`);
    const ended = await world.server.stop();
    console.log(`the server ended with ${ended}`);
    process.exitCode = code === 0 && ended === 0 && internal.length === 0 ? 0 : 1;
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
