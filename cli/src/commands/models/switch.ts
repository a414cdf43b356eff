import { Command, Option } from 'commander';
import { withOperator } from '../../operator.js';
import { dataDirOption, jsonOption } from '../../options.js';
import { type ModelOptions, servicesArgument } from './options.js';
import { report } from './report.js';

interface SwitchOptions extends ModelOptions {
  readonly force?: boolean;
}

export const switchModels = () =>
  new Command('switch')
    .description('answer from the new vectors; refused where over 0.1 % of the documents would be missing')
    .addArgument(servicesArgument().default([], 'all'))
    .addOption(new Option('--force', 'all the same; `models status --failures` says which will be missing'))
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action(async (names: string[], { dataDir, json, force = false }: SwitchOptions) => {
      await withOperator(dataDir, {}, async ({ models }) => {
        report(await models.switchOver(names, { force }), json, 'answers from its new vectors', 'Nothing to switch.');
      });
    });

export const switchModelsBack = () =>
  new Command('switch-back')
    .description('answer from the old vectors again; writes have gone to both all the time')
    .addArgument(servicesArgument().default([], 'all'))
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action(async (names: string[], { dataDir, json }: ModelOptions) => {
      await withOperator(dataDir, {}, async ({ models }) => {
        report(await models.switchBack(names), json, 'answers from its old vectors again', 'Nothing to switch back.');
      });
    });

export const retryModels = () =>
  new Command('retry')
    .description('try again the documents that could not be re-embedded')
    .addArgument(servicesArgument().default([], 'all'))
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action(async (names: string[], { dataDir, json }: ModelOptions) => {
      await withOperator(dataDir, {}, async ({ models }) => {
        report(await models.retry(names), json, 'tries its failed documents again', 'Nothing to try again.');
      });
    });
