import { Command } from 'commander';
import { withOperator } from '../../operator.js';
import { dataDirOption, jsonOption } from '../../options.js';
import { print, printJson } from '../../output/print.js';

export const addSecret = () =>
  new Command('add-secret')
    .description('give an app key one more secret key, to put in the place of an older one')
    .argument('<appKey>', 'the app key; it may have five secrets')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action(async (appKey: string, { dataDir, json }: { dataDir?: string; json?: boolean }) => {
      await withOperator(dataDir, {}, async (operator) => {
        const added = await operator.addSecret(appKey);
        if (json) printJson(added);
        else print(`secret id   ${added.secretId}\nsecret key  ${added.secretKey}   (shown this once)`);
      });
    });
