import { Command } from 'commander';
import { withOperator } from '../../operator.js';
import { dataDirOption, jsonOption } from '../../options.js';
import { print, printJson, printTable } from '../../output/print.js';
import { time } from '../../output/text.js';

export const listKeys = () =>
  new Command('list')
    .description('list app keys and the ids of their secrets')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action(async ({ dataDir, json }: { dataDir?: string; json?: boolean }) => {
      await withOperator(dataDir, {}, async (operator) => {
        const keys = await operator.listAppKeys();
        if (json) return printJson(keys);
        if (keys.length === 0) return print('No app keys yet: openfashion keys create');
        printTable(
          ['app key', 'label', 'created', 'secret id', 'secret created'],
          keys.flatMap(({ appKey, label, createdAt, secrets }) => {
            const key = [appKey, label ?? '-', time(createdAt)];
            if (secrets.length === 0) return [[...key, 'revoked', '-']];
            return secrets.map(({ id, createdAt: since }, index) => [
              ...(index === 0 ? key : ['', '', '']),
              id,
              time(since),
            ]);
          }),
        );
      });
    });
