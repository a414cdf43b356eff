import { Command } from 'commander';
import { UsageError } from '../../failures.js';
import { withOperator } from '../../operator.js';
import { appKeyOption, dataDirOption, jsonOption, serviceOption } from '../../options.js';
import { print, printJson } from '../../output/print.js';

interface CancelOptions {
  readonly service: string;
  readonly appKey?: string;
  readonly dataDir: string;
  readonly json?: boolean;
}

export const cancelJob = () =>
  new Command('cancel')
    .description('stop a job: what it did stays and is counted (operator of the server)')
    .argument('<id>', 'the job')
    .addOption(serviceOption())
    .addOption(appKeyOption())
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nIt asks the server on its data folder, not over HTTP: run it where the server runs.')
    .action(async (id: string, { service, appKey, dataDir, json }: CancelOptions) => {
      if (!appKey) throw new UsageError('app key: give --app-key or set OPENFASHION_APP_KEY');
      await withOperator(dataDir, {}, async (operator, running) => {
        await operator.cancelJob(appKey, service, id);
        if (json) printJson({});
        else print(running ? `Job ${id} will stop` : `Job ${id} will stop when the server is started`);
      });
    });
