import { parseArgs } from 'node:util';
import type { Finding } from './finding.js';
import { chooseSeed } from './random.js';

/** How scenarios are run. */
export interface Options {
  readonly seed: number;
  /** Whether to show it in seconds, beside other tests. */
  readonly short: boolean;
  /** How long what has no end of its own goes on. */
  readonly minutes: number;
  /** Told how it goes. */
  readonly print: (line: string) => void;
}

export interface Scenario {
  readonly name: string;
  /** What holds in it. */
  readonly shows: string;
  /** Whether it is in `npm test`, in its short form. */
  readonly isTest: boolean;
  run(options: Options): Promise<Finding[]>;
}

export interface Command {
  /** Its name in package.json. */
  readonly script: string;
  /** What it does. */
  readonly about: string;
  readonly scenarios: readonly Scenario[];
  /** What `--seed` and `--minutes` are of, where they are of anything. */
  readonly takes: Partial<Record<'seed' | 'minutes', string>>;
  /** Why it cannot be run on this machine. */
  readonly lacks?: string | undefined;
  /** What it is run on. */
  readonly on?: string;
}

/** Run the scenarios that the command line asks for, and say what held. */
export async function runAll({ script, about, scenarios, takes, lacks, on }: Command): Promise<void> {
  const help = {
    ...takes,
    only: `scenarios, with commas between: ${scenarios.map(({ name }) => name).join(', ')}`,
    short: 'as in npm test',
  };
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      minutes: { type: 'string' },
      only: { type: 'string' },
      short: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const names = values.only?.split(',') ?? scenarios.map(({ name }) => name);
  const chosen = scenarios.filter(({ name }) => names.includes(name));
  const [seed, minutes] = [chooseSeed(values.seed), Number(values.minutes ?? 10)];
  const isRight = Number.isSafeInteger(seed) && minutes > 0 && chosen.length === names.length;
  if (values.help || !isRight || Object.keys(values).some((name) => name !== 'help' && !(name in help))) {
    const lines = Object.entries(help).map(([name, text]) => `  --${name.padEnd(7)}  ${text}`);
    console.log(`npm run ${script} -- [OPTIONS]\n\n${about}\n${lines.join('\n')}`);
    process.exit(values.help ? 0 : 2);
  }
  if (lacks) {
    console.error(`${lacks}; docs/stores.md says where to get it`);
    process.exit(1);
  }

  console.log([...(takes.seed ? [`seed ${seed}`] : []), ...(on ? [on] : [])].join(', '));
  for (const { name, run } of chosen) {
    const start = performance.now();
    console.log(`\n${name}`);
    const findings = await run({ seed, minutes, short: values.short, print: console.log });
    for (const { ok, text } of findings) console.log(`${ok ? 'ok    ' : 'FAILED'} ${text}`);
    console.log(`${((performance.now() - start) / 1000).toFixed(0)} s`);
    if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
  }
}
