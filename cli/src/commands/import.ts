import { type FileHandle, open } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';
import { Command, Option } from 'commander';
import { fileProblem, UsageError } from '../failures.js';
import { withOperator } from '../operator.js';
import { appKeyOption, dataDirOption, jsonOption, onClusters, requireAppKey } from '../options.js';
import { print, printJson, remark } from '../output/print.js';
import { count } from '../output/text.js';
import { tenths } from '../transfer/tenths.js';
import { untilInterrupted } from '../until-interrupted.js';

interface ImportOptions {
  readonly appKey?: string;
  readonly create?: boolean;
  readonly dataDir?: string;
  readonly json?: boolean;
}

export const importService = () =>
  new Command('import')
    .description('put the documents of an exported service into one (operator of the server)')
    .argument('<service>', 'the service')
    .argument('<file>', 'what `openfashion export` wrote; - is standard input')
    .addOption(appKeyOption())
    .addOption(new Option('--create', 'make the service if it is not there'))
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Only documents that the service has not got are added: what index jobs wrote or deleted stays, so an import that was
cut short can be repeated. The service must have vectors of the same model. Its index jobs wait meanwhile.
${onClusters}

Examples:
  openfashion import my-shop my-shop.jsonl --app-key APPKEY --create
  gunzip < my-shop.jsonl.gz | openfashion import my-shop - --app-key APPKEY`,
    )
    .action(async (service: string, file: string, { appKey, create = false, dataDir, json }: ImportOptions) => {
      const key = requireAppKey(appKey);
      await untilInterrupted('Stopped; what was added stays, and the same command goes on from there', (signal) =>
        withFile(file, signal, (pieces) =>
          withOperator(dataDir, {}, async (operator) => {
            const progress = tenths('Imported');
            let waiting = false;
            for await (const state of operator.importService(key, service, pieces, { create, signal })) {
              const { phase, added, kept, removed, announced } = state;
              if (phase === 'waiting' && !waiting) remark(`Waiting for the index jobs of ${service} to end …`);
              waiting = phase === 'waiting';
              if (phase !== 'done') progress(added + kept + removed, announced);
              else if (json) printJson({ added, kept, removed });
              else print(resultOf(service, state));
            }
          }),
        ),
      );
    });

function resultOf(service: string, { added, kept, removed }: { added: number; kept: number; removed: number }): string {
  const parts = [`${count(added)} added`, `${count(kept)} were there already`];
  if (removed > 0) parts.push(`${count(removed)} left out: an index job deleted them`);
  return `Imported into ${service}: ${parts.join(', ')}`;
}

async function withFile(
  path: string,
  signal: AbortSignal,
  work: (pieces: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<void> {
  const file = path === '-' ? undefined : await openFile(path);
  const stream = file?.createReadStream() ?? process.stdin;
  // Also while nothing comes.
  addAbortSignal(signal, stream);
  try {
    await work(stream);
  } finally {
    // Whoever still writes to it must not keep a command that is over.
    stream.destroy();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  const refuse = (cause: unknown) => {
    throw new UsageError(`${path}: ${fileProblem(cause)}`, { cause });
  };
  const file = await open(path).catch(refuse);
  if ((await file.stat()).isDirectory()) {
    await file.close();
    throw new UsageError(`${path}: it is a folder`);
  }
  return file;
}
