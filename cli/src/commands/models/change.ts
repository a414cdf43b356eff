import { Command } from 'commander';
import { withOperator } from '../../operator.js';
import { dataDirOption, jsonOption } from '../../options.js';
import { print, printJson } from '../../output/print.js';
import { type ModelOptions, onceStarted } from './options.js';

export const changeModel = () =>
  new Command('change')
    .description('begin to change every service to the vectors of another embedder; nothing is switched by it')
    .argument('<embedding-id>', "the `embedding.id` of the new embedder's manifest")
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action(async (to: string, { dataDir, json }: ModelOptions) => {
      await withOperator(dataDir, {}, async ({ models }, running) => {
        await models.start(to);
        if (json) printJson(await models.status());
        else print(`Every service is being re-embedded with ${to}${onceStarted(running)}: openfashion models status`);
      });
    });
