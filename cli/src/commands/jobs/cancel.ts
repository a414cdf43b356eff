import { Command } from 'commander';
import { withOperator } from '../../operator.js';
import { appKeyOption, dataDirOption, jsonOption, onClusters, requireAppKey, serviceOption } from '../../options.js';
import { print, printJson } from '../../output/print.js';

interface CancelOptions {
  readonly service: string;
  readonly appKey?: string;
  readonly dataDir?: string;
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
    .addHelpText(
      'after',
      `
It asks the server on its data folder, not over HTTP: run it where the server runs.
${onClusters}`,
    )
    .action(async (id: string, { service, appKey, dataDir, json }: CancelOptions) => {
      const key = requireAppKey(appKey);
      await withOperator(dataDir, {}, async (operator, running) => {
        await operator.cancelJob(key, service, id);
        if (json) printJson({});
        else print(running ? `Job ${id} will stop` : `Job ${id} will stop when the server is started`);
      });
    });
