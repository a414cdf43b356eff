import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPictureSite } from '../harness/picture-site.js';
import { startTestNode } from '../harness/single-node.js';
import { readData } from './data.js';
import { createEstimate } from './figures/bootstrap.js';
import { openGallery } from './gallery.js';
import { describeModels } from './models.js';
import { type Options, parseOptions, UsageError, usage } from './options.js';
import type { Stage } from './part.js';
import { parts } from './parts.js';
import { toJson, toMarkdown } from './report.js';
import { withVariant } from './variant.js';

const say = (line: string) => console.error(line);

// As in the product: nothing is noted or sent by ONNX Runtime.
process.env['ORT_DISABLE_TELEMETRY'] = '1';

/** What cannot be done is the fault of what the option says. */
const told = <Result>(option: string, work: Promise<Result>): Promise<Result> =>
  work.catch((cause: Error) => {
    throw new UsageError(`--${option}: ${cause.message}`, { cause });
  });

async function evaluate(options: Options): Promise<void> {
  const { data: folder, out, split, seed, val: most, train, json } = options;
  const data = await told('data', readData(folder, { split, most }));
  const source = options.models ?? join(dirname(fileURLToPath(import.meta.url)), '../../models');
  await using variant = options.variant && (await told('variant', withVariant(source, options.variant)));
  const models = await told('models', describeModels(variant?.directory ?? source));
  for (const { folder, name, version, file } of models) say(`${folder}: ${name} ${version}, ${file}`);

  await mkdir(out, { recursive: true });
  await using site = await startPictureSite(folder);
  await using server = await startTestNode({
    OPENFASHION_MODELS_DIR: variant?.directory ?? source,
    // A machine that does other things too answers late, and not worse.
    OPENFASHION_INFERENCE_TIMEOUT_MS: '600000',
  });
  const addressOf = (path: string) => `${site.url}/${path}`;
  const gallery = openGallery({ data, server, addressOf, train, seed, say });
  const stage: Stage = {
    data,
    seed,
    estimate: createEstimate(seed),
    client: server.client,
    models: server.node.models,
    addressOf,
    gallery,
    train,
    out,
    say,
  };

  const measured: Record<string, ReturnType<typeof toJson>[]> = {};
  for (const name of options.only) {
    say(`${name} …`);
    const tables = await parts[name].run(stage);
    measured[name] = tables.map(toJson);
    if (!json) console.log(`## ${name}\n\n${tables.map(toMarkdown).join('\n')}`);
    // After each part: what was measured is not lost with what comes.
    await writeFile(
      join(out, 'report.json'),
      `${JSON.stringify({ options, models, parts: measured }, undefined, 2)}\n`,
    );
  }
  if (json) console.log(JSON.stringify({ options, models, parts: measured }));
  say(`wrote ${join(out, 'report.json')}`);
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === undefined) console.log(usage);
  else await evaluate(options);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\nnpm run eval -- --help tells what can be said`);
  process.exitCode = 2;
}
