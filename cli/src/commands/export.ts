import { once } from 'node:events';
import { Command, Option } from 'commander';
import { UsageError } from '../failures.js';
import { withOperator } from '../operator.js';
import { appKeyOption, dataDirOption, jsonOption, onClusters, requireAppKey } from '../options.js';
import { print, printJson, remark } from '../output/print.js';
import { count } from '../output/text.js';
import { followed } from '../transfer/followed.js';
import { tenths } from '../transfer/tenths.js';
import { writeWholeFile } from '../transfer/whole-file.js';
import { untilInterrupted } from '../until-interrupted.js';

interface ExportOptions {
  readonly appKey?: string;
  readonly out?: string;
  readonly dataDir?: string;
  readonly json?: boolean;
}

export const exportService = () =>
  new Command('export')
    .description('write a service to a file: its documents with their vectors (operator of the server)')
    .argument('<service>', 'the service')
    .addOption(appKeyOption())
    .addOption(new Option('--out <file>', 'write here instead of to standard output'))
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
The file is JSONL and holds what the service has, each document once, while writes go on; jobs and keys are not in it.
With --out the file has its name only when it is whole. \`openfashion import\` reads it, also into another store.
${onClusters}

Examples:
  openfashion export my-shop --app-key APPKEY --out my-shop.jsonl
  openfashion export my-shop --app-key APPKEY | gzip > my-shop.jsonl.gz`,
    )
    .action(async (service: string, { appKey, out, dataDir, json }: ExportOptions) => {
      const key = requireAppKey(appKey);
      if (json && out === undefined) throw new UsageError('--json needs --out: standard output is the file');
      await untilInterrupted('Stopped; nothing was left under the name of the file', (signal) =>
        withOperator(dataDir, {}, async (operator) => {
          const progress = tenths('Exported');
          let documents = 0;
          const file = followed(operator.exportService(key, service, signal), (lines, announced) => {
            documents = lines - linesAround;
            if (out !== undefined) progress(Math.min(lines - 1, announced), announced);
          });
          if (out === undefined) await writeOut(file, signal);
          else await writeWholeFile(out, file);
          if (json) printJson({ documents });
          else (out === undefined ? remark : print)(`Exported ${service}: ${count(documents)} documents`);
        }),
      );
    });

/** The header and the end. */
const linesAround = 2;

async function writeOut(pieces: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
  for await (const piece of pieces) if (!process.stdout.write(piece)) await once(process.stdout, 'drain', { signal });
}
