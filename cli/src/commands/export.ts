import { once } from 'node:events';
import { Command, Option } from 'commander';
import { UsageError } from '../failures.js';
import { withOperator } from '../operator.js';
import { appKeyOption, dataDirOption, jsonOption, requireAppKey } from '../options.js';
import { print, printJson, remark } from '../output/print.js';
import { count } from '../output/text.js';
import { untilInterrupted } from '../transfer/until-interrupted.js';
import { writeWholeFile } from '../transfer/whole-file.js';

interface ExportOptions {
  readonly appKey?: string;
  readonly out?: string;
  readonly dataDir: string;
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

Examples:
  openfashion export my-shop --app-key APPKEY --out my-shop.jsonl
  openfashion export my-shop --app-key APPKEY | gzip > my-shop.jsonl.gz`,
    )
    .action(async (service: string, { appKey, out, dataDir, json }: ExportOptions) => {
      const key = requireAppKey(appKey);
      if (json && out === undefined) throw new UsageError('--json needs --out: standard output is the file');
      await untilInterrupted('Stopped; nothing was left under the name of the file', (signal) =>
        withOperator(dataDir, {}, async (operator) => {
          let lines = 0;
          const counted = async function* () {
            for await (const piece of operator.exportService(key, service, signal)) {
              for (const byte of piece) if (byte === LF) lines += 1;
              yield piece;
            }
          };
          if (out === undefined) await writeOut(counted());
          else await writeWholeFile(out, counted());
          const documents = lines - linesAround;
          if (json) printJson({ documents });
          else (out === undefined ? remark : print)(`Exported ${service}: ${count(documents)} documents`);
        }),
      );
    });

const LF = 0x0a;
/** The header and the end. */
const linesAround = 2;

async function writeOut(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const piece of pieces) if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
}
