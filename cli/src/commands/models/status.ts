import type { Operator } from '@openfashion/tenancy/operator';
import { Command, Option } from 'commander';
import { withOperator } from '../../operator.js';
import { dataDirOption, jsonOption } from '../../options.js';
import { print, printJson, printTable } from '../../output/print.js';
import { percent, time } from '../../output/text.js';
import type { ModelOptions } from './options.js';

interface StatusOptions extends ModelOptions {
  readonly failures?: boolean;
}

type Status = Awaited<ReturnType<Operator['models']['status']>>;

export const modelStatus = () =>
  new Command('status')
    .description('show how far a change has come, and what could not be re-embedded')
    .addOption(new Option('--failures', 'list the documents that cannot be re-embedded, with reasons'))
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action(async ({ dataDir, json, failures }: StatusOptions) => {
      await withOperator(dataDir, {}, async ({ models }) => {
        if (failures) {
          const failed = await models.failures();
          if (json) printJson(failed);
          else showFailures(failed);
          return;
        }
        const status = await models.status();
        if (json) printJson(status);
        else showStatus(status);
      });
    });

function showStatus({ change, services }: Status): void {
  print(change ? heading(change) : 'No model change is under way.');
  if (services.length === 0) return;
  print('');
  printTable(
    ['app key', 'service', 'answers from', 'writes also to', 'state', 'documents', 'done', 'failed', 'agreement'],
    services.map(({ appKey, service: { name, embedding, also }, standing, reembedding }) => [
      appKey,
      name,
      embedding,
      also ?? '-',
      reembedding?.waitsFor ? `${standing}: ${reembedding.waitsFor}` : standing,
      reembedding?.documents ?? '-',
      reembedding?.done ?? '-',
      reembedding?.failed ?? '-',
      reembedding?.agreement === undefined ? '-' : percent(reembedding.agreement),
    ]),
  );
}

function heading({ from, to, state, automatic, startedAt }: NonNullable<Status['change']>): string {
  const how = automatic ? ', switching by itself' : '';
  const what = state === 'ending' ? 'over; what is left of it is being deleted' : `under way${how}`;
  return `The change from ${from} to ${to}, begun ${time(startedAt)}, is ${what}.`;
}

function showFailures(failed: Awaited<ReturnType<Operator['models']['failures']>>): void {
  if (failed.length === 0) print('Every document could be re-embedded so far.');
  else
    printTable(
      ['app key', 'service', 'productId', 'reason', 'imageUrl'],
      failed.flatMap(({ appKey, service, failures }) =>
        failures.map(({ productId, reason, imageUrl }) => [appKey, service, productId, reason, imageUrl]),
      ),
    );
}
