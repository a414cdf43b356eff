import { parseArgs } from 'node:util';
import type { Marker, Runtime } from '@openfashion/inference/provider-files';
import { checkInstalled, install } from './install.js';
import { type Finding, look, missing, type Place, untold } from './libraries.js';
import type { Pins, Provider } from './pins.js';
import { exitCodes, Problem } from './problem.js';

export const usage = `npm run cuda:install -- [--tensorrt] [--wheel FILE] [--into FOLDER] [--library-dir FOLDER]… [--skip-libraries]
npm run cuda:install -- --check [--json] […]

Puts the CUDA provider of ONNX Runtime beside the installed onnxruntime-node, from one pinned wheel, and looks for the
libraries that it needs.
  --tensorrt        the TensorRT provider too
  --wheel           the wheel, fetched already; without it pip fetches it
  --into            another folder than that of the installed onnxruntime-node
  --library-dir     one more folder to look for libraries in
  --skip-libraries  do not look for libraries, as in an image that is built where no driver is
  --check           install nothing, say what is there
  --json            say it as JSON

Exit codes: ${Object.entries({ 'all is well': 0, ...exitCodes })
  .map(([name, code]) => `${code} ${name}`)
  .join(', ')}.`;

/** What the command is run on. */
export interface World {
  readonly pins: Pins;
  readonly runtime: Runtime;
  /** `process.platform` and `process.arch`. */
  readonly platform: string;
  readonly places: (more: readonly string[]) => Promise<readonly Place[]>;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** @returns the exit code */
export async function run(parameters: readonly string[], world: World): Promise<number> {
  try {
    return await perform(parameters, world);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    world.complain(error.message);
    return error.code;
  }
}

async function perform(parameters: readonly string[], world: World): Promise<number> {
  const options = parse(parameters);
  const { pins, runtime, print, complain } = world;
  if (options.help) {
    print(usage);
    return 0;
  }
  if (world.platform !== 'linux x64') {
    throw new Problem('platform', `the wheel is for linux x64, this is ${world.platform}`);
  }
  if (runtime.version !== pins.version) {
    const { package: name, version } = pins;
    throw new Problem(
      'version',
      `onnxruntime-node is ${runtime.version}, the pinned ${name} is ${version}: pin that first`,
    );
  }
  const providers: readonly Provider[] = options.tensorrt ? ['cuda', 'tensorrt'] : ['cuda'];
  const folder = options.into ?? runtime.folder;
  const installed = options.check
    ? await checkInstalled(pins, providers, folder)
    : await install(pins, providers, folder, options.wheel);
  const libraries = options['skip-libraries'] ? [] : providers.flatMap((provider) => pins.libraries[provider]);
  const findings = look(libraries, await world.places(options['library-dir']));
  const problems = missing(findings);
  if (options.json) print(JSON.stringify(asJson(folder, installed, findings, problems), null, 2));
  else for (const line of asText(folder, installed, findings)) print(line);
  for (const problem of problems) complain(problem);
  return problems.length === 0 ? 0 : exitCodes.libraries;
}

function parse(parameters: readonly string[]) {
  try {
    return parseArgs({
      args: [...parameters],
      options: {
        tensorrt: { type: 'boolean', default: false },
        wheel: { type: 'string' },
        into: { type: 'string' },
        'library-dir': { type: 'string', multiple: true, default: [] },
        'skip-libraries': { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    throw new Problem('usage', `${cause instanceof Error ? cause.message : cause}\n\n${usage}`, { cause });
  }
}

function asText(folder: string, { version, files }: Marker, findings: readonly Finding[]): string[] {
  const elsewhere = untold(findings);
  return [
    `In ${folder}, of ONNX Runtime ${version}:`,
    ...files.map(({ name, bytes }) => `  ${name}  ${bytes} bytes`),
    ...findings.map(({ library, place }) => `${library.name}: ${place?.folder ?? 'missing'}`),
    ...(elsewhere.length === 0
      ? []
      : [
          'The loader does not search all of these folders; start the server with',
          `  LD_LIBRARY_PATH=${elsewhere.join(':')}`,
        ]),
  ];
}

const asJson = (folder: string, installed: Marker, findings: readonly Finding[], problems: readonly string[]) => ({
  folder,
  installed,
  libraries: findings.map(({ library, place, other }) => ({ ...library, folder: place?.folder ?? null, other })),
  libraryPath: untold(findings),
  problems,
});
