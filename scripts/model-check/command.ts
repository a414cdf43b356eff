import { parseArgs } from 'node:util';
import { checkModel, type ModelReport } from '@openfashion/inference/check';
import { asText } from './text.js';

export const usage = `npm run model:check -- FOLDER [--data FOLDER] [--provider cpu|cuda|tensorrt] [--json]

Looks at a model folder as a server would use it: the manifest, the files' hashes, what each of them takes and answers, alone
and in a batch, and how fast it is on one thread at each batch size.
  --data      folder of labelled pictures: the evaluation of the model's task follows (docs/evaluation.md)
  --provider  where to run it (default cpu)
  --json      say it as JSON

Exit codes: 0 all is well, 1 something is wrong with the model, 2 usage.`;

/** What the command is run on. */
export interface World {
  /** @returns whether the evaluation ran to its end */
  readonly evaluate: (
    task: NonNullable<ModelReport['manifest']>['task'],
    folder: string,
    data: string,
  ) => Promise<boolean>;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

const providers = ['cpu', 'cuda', 'tensorrt'] as const;

/** @returns the exit code */
export async function run(parameters: readonly string[], { evaluate, print, complain }: World): Promise<number> {
  const options = parse(parameters);
  if ('problem' in options) {
    complain(`${options.problem}\n\n${usage}`);
    return 2;
  }
  if (options.help) {
    print(usage);
    return 0;
  }
  const { folder, data, provider, json } = options;
  const report = await checkModel(folder, { provider });
  const problems = [...report.problems];
  if (!json) for (const line of asText(folder, report, provider)) print(line);
  if (data !== undefined && report.manifest !== undefined && problems.length === 0) {
    if (!(await evaluate(report.manifest.task, folder, data)))
      problems.push(`${folder}: the evaluation on ${data} failed`);
  }
  if (json) print(JSON.stringify({ ...report, problems }, null, 2));
  else for (const problem of problems) complain(problem);
  if (problems.length > 0) return 1;
  if (!json) print('\nall is well');
  return 0;
}

function parse(parameters: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        provider: { type: 'string', default: 'cpu' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const provider = providers.find((one) => one === values.provider);
    if (provider === undefined) return { problem: `--provider: must be one of ${providers.join(', ')}` };
    const [folder, ...others] = positionals;
    if (!values.help && (folder === undefined || others.length > 0))
      return { problem: 'one model folder must be named' };
    return { ...values, provider, folder: folder ?? '' };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
