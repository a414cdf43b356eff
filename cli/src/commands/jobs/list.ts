import { answers, endpoints, jobOrderFields, jobStatuses, limits } from '@openfashion/contract';
import { Command, Option } from 'commander';
import { handled } from '../../jobs/job.js';
import { serviceOption, type TenantOptions, wholeNumber, withTenant } from '../../options.js';
import { print, printTable } from '../../output/print.js';
import { show } from '../../output/show.js';
import { time } from '../../output/text.js';
import { type Parameter, restOf } from '../../rest.js';

interface ListOptions extends TenantOptions {
  readonly service: string;
  readonly status?: string;
  readonly order: string;
  readonly start: number;
  readonly limit: number;
}

const { limit, window } = limits.indexList;

export const listJobs = () =>
  withTenant(
    new Command('list')
      .description('list the index jobs of a service, the newest first')
      .addOption(serviceOption())
      .option('--status <list>', `only these, separated by commas: ${jobStatuses.join(', ')}`)
      .option('--order <field:direction>', `${jobOrderFields.join(', ')}; asc or desc`, 'requestedTime:desc')
      .addOption(new Option('--start <n>', 'skip this many').default(0).argParser(wholeNumber(0, window)))
      .addOption(
        new Option('--limit <n>', 'show at most this many').default(20).argParser(wholeNumber(limit.min, limit.max)),
      ),
  )
    .addHelpText('after', '\nExample:\n  openfashion jobs list --service my-shop --status running,reserved')
    .action(async (options: ListOptions) => {
      const path = { serviceName: options.service };
      const request = { endpoint: endpoints.listIndexes, path, query: query(options) };
      const reply = await restOf(options).send(request, answers.jobs);
      show(reply, options, ({ total, items }) => {
        printTable(
          ['id', 'status', 'file', 'requested', 'lines', 'done', 'failed', 'exceeded'],
          items.map((job) => [
            job.id,
            job.status,
            job.filename,
            time(job.requestedTime),
            job.totalCount,
            handled(job),
            job.failedCount,
            job.exceededCount,
          ]),
        );
        if (total > items.length) print(`${items.length} of ${total}`);
      });
    });

function query({ start, limit: most, order, status }: ListOptions): Parameter[] {
  return [
    ['start', String(start)],
    ['limit', String(most)],
    ['order', order],
    ...(status === undefined ? [] : [['statuses', status] satisfies Parameter]),
  ];
}
