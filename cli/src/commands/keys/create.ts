import { Command, InvalidArgumentError, Option } from 'commander';
import { withOperator } from '../../operator.js';
import { dataDirOption, jsonOption } from '../../options.js';
import { print } from '../../output/print.js';

interface CreateOptions {
  readonly label?: string;
  readonly dataDir?: string;
  readonly json?: boolean;
}

export const createKeys = () =>
  new Command('create')
    .description('make an app key with its first secret key, which is shown this once')
    .addOption(new Option('--label <text>', 'what it is for').argParser(parseLabel))
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action(async ({ label, dataDir, json }: CreateOptions) => {
      await withOperator(dataDir, { createFolder: true }, async (operator) => {
        const { appKey, secretKey } = await operator.createAppKey(label === undefined ? {} : { label });
        if (json) print(JSON.stringify({ appKey, secretKey }));
        else print(`app key     ${appKey}\nsecret key  ${secretKey}   (shown this once)`);
      });
    });

function parseLabel(label: string): string {
  if (label.length > 200) throw new InvalidArgumentError('It must have at most 200 characters.');
  return label;
}
