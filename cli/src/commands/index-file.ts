import { extname } from 'node:path';
import { answers, dataFormats, endpoints, type JobDetail, limits } from '@openfashion/contract';
import { Command, Option } from 'commander';
import { endAs, UsageError } from '../failures.js';
import { followJob } from '../jobs/follow.js';
import { ended, showJob } from '../jobs/job.js';
import { showProgress } from '../jobs/progress.js';
import { report } from '../jobs/report.js';
import { serviceOption, type TenantOptions, withTenant } from '../options.js';
import { remark } from '../output/print.js';
import { show } from '../output/show.js';
import { type Rest, restOf } from '../rest.js';
import { untilInterrupted } from '../until-interrupted.js';
import { readUpload } from '../upload.js';

interface IndexOptions extends TenantOptions {
  readonly service: string;
  readonly format?: string;
  readonly link?: string;
  readonly wait: boolean;
}

const formats: Readonly<Record<string, string>> = { '.jsonl': 'jsonl', '.ndjson': 'jsonl', '.csv': 'csv' };

export const indexFile = () =>
  withTenant(
    new Command('index')
      .description('add, update and delete products from a data file')
      .argument('[file]', 'the data file: JSONL, or CSV without a header row')
      .option('--link <url>', 'let the server fetch the data file from here instead')
      .addOption(serviceOption())
      .addOption(new Option('--format <format>', 'format of the file (default: by its extension)').choices(dataFormats))
      .option('--wait', 'follow the job until it ended and report every line that failed', true)
      .option('--no-wait', 'print the id of the job and go'),
  )
    .addHelpText(
      'after',
      `
A line of JSONL has productId, status (enable or disable), name, category1Id, category2Id, category3Id, imageUrl,
s1 and s2; a line of CSV has these nine in this order. At most 10,000 lines and 5 MB a file.
The exit code is 1 when lines failed or found no room. Ctrl-C stops following, not the job.

Examples:
  openfashion index products.jsonl --service my-shop
  openfashion index products.csv --service my-shop --no-wait --json
  openfashion index --link https://cdn.example.com/products.jsonl --service my-shop`,
    )
    .action(async (file: string | undefined, options: IndexOptions) => {
      const rest = restOf(options);
      const { raw, data } = await rest.send(
        {
          endpoint: endpoints.createIndex,
          path: { serviceName: options.service },
          body: await form(file, options),
        },
        answers.createIndex,
      );
      if (options.wait) await wait(rest, data.indexId, options);
      else show({ raw, data }, options, ({ indexId }) => remark(`Accepted as job ${indexId}`));
    });

async function form(file: string | undefined, { link, format }: IndexOptions): Promise<FormData> {
  const body = new FormData();
  if (file !== undefined && link === undefined) {
    body.set('format', format ?? formatOf(file));
    body.set('file', await readUpload(file, limits.indexing.fileBytes));
  } else if (link !== undefined && file === undefined) {
    body.set('format', format ?? formatOf(URL.canParse(link) ? new URL(link).pathname : link));
    body.set('link', link);
  } else throw new UsageError('give either a file or --link');
  return body;
}

function formatOf(name: string): string {
  const format = formats[extname(name).toLowerCase()];
  if (format === undefined) throw new UsageError(`${name}: give --format jsonl or --format csv`);
  return format;
}

async function wait(rest: Rest, id: string, options: IndexOptions): Promise<void> {
  const { service } = options;
  remark(`Accepted as job ${id}`);
  const stopped = `Stopped following; the job goes on: openfashion jobs show ${id} --service ${service}`;
  await untilInterrupted(stopped, async (signal) => {
    if (!(await follow(rest, service, id, signal))) throw signal.reason;
    const reply = await showJob(rest, service, id);
    show(reply, options, report);
    if (!allWell(reply.data)) endAs('refused');
  });
}

/** @returns whether the job ended; false when the signal was aborted */
async function follow(rest: Rest, service: string, id: string, signal: AbortSignal): Promise<boolean> {
  const progress = showProgress();
  try {
    return await followJob(rest, service, id, {
      signal,
      onProgress: progress.update,
      onTrouble: ({ message }) => progress.note(`${message}; asking again`),
    });
  } finally {
    progress.stop();
  }
}

function allWell(job: JobDetail): boolean {
  return ended(job) && job.status === 'finished' && job.failedCount === 0 && job.exceededCount === 0;
}
