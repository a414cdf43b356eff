import { Command } from 'commander';
import { withOperator } from '../../operator.js';
import { dataDirOption, jsonOption } from '../../options.js';
import { print, printJson } from '../../output/print.js';
import { type ModelOptions, onceStarted } from './options.js';

const ends = {
  finish: {
    description:
      'end the change when every service was switched: the old vectors are deleted, nothing can be switched back',
    said: 'The change is finished; the old vectors are deleted',
  },
  abandon: {
    description: 'end the change when no service is switched: the new vectors are deleted',
    said: 'The change is abandoned; the new vectors are deleted',
  },
} as const;

export const endChange = (end: keyof typeof ends) =>
  new Command(end)
    .description(ends[end].description)
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action(async ({ dataDir, json }: ModelOptions) => {
      await withOperator(dataDir, {}, async ({ models }, running) => {
        await models[end]();
        if (json) printJson({});
        else print(`${ends[end].said}${running ? ' in the background' : onceStarted(running)}.`);
      });
    });
