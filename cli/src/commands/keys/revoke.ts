import { Command } from 'commander';
import { withOperator } from '../../operator.js';
import { dataDirOption, jsonOption } from '../../options.js';
import { print, printJson } from '../../output/print.js';

export const revokeKeys = () =>
  new Command('revoke')
    .description('make a secret key invalid, or all secrets of an app key (`keys add-secret` opens it again)')
    .argument('<appKey>', 'the app key')
    .argument('[secretId]', 'only this secret; `keys list` shows the ids')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action(async (appKey: string, secretId: string | undefined, options: { dataDir?: string; json?: boolean }) => {
      await withOperator(options.dataDir, {}, async (operator) => {
        if (secretId === undefined) await operator.revokeAppKey(appKey);
        else await operator.revokeSecret(appKey, secretId);
        if (options.json) printJson({});
        else print(`Revoked ${secretId === undefined ? `app key ${appKey}` : `secret ${secretId} of ${appKey}`}`);
      });
    });
