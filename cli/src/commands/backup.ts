import { resolve } from 'node:path';
import { Command } from 'commander';
import { UsageError } from '../failures.js';
import { findPlace, requireFolder } from '../operator.js';
import { dataDirOption, jsonOption } from '../options.js';
import { print, printJson } from '../output/print.js';
import { count } from '../output/text.js';
import { untilInterrupted } from '../until-interrupted.js';

export const backup = () =>
  new Command('backup')
    .description('copy the data folder of a single node as of one moment, while it runs (operator of the server)')
    .argument('<folder>', 'a new or empty folder; a node can be started on it')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
The copy is whole when it has a backup.json. A node that is started on it goes on where this one was at that moment.
A cluster keeps nothing in a data folder: back up Qdrant and NATS with their own tools.

Example:
  openfashion backup /backups/monday
  OPENFASHION_DATA_DIR=/backups/monday npm start`,
    )
    .action(async (folder: string, { dataDir, json }: { dataDir?: string; json?: boolean }) => {
      const place = await findPlace(dataDir);
      if ('shared' in place) throw new UsageError(notOfClusters);
      const { directory } = place;
      await requireFolder(directory, false);
      const { backUp } = await import('@openfashion/composition/backup');
      await untilInterrupted('Stopped; nothing was left of the backup', async (signal) => {
        const made = await backUp(directory, folder, signal);
        if (json) return printJson(made);
        const bytes = Object.values(made.databases).reduce((sum, size) => sum + size, 0);
        const megabytes = (bytes / 1_048_576).toFixed(1);
        print(`Backed up to ${resolve(folder)}: ${megabytes} MB of databases, ${count(made.objects)} files
as of ${new Date(made.time * 1000).toISOString()}; writes waited ${made.standstill} ms, all of it took ${made.took} ms`);
      });
    });

const notOfClusters =
  'OPENFASHION_NATS_URL and OPENFASHION_QDRANT_URL name a cluster, which keeps nothing in a data folder: back up Qdrant and ' +
  'NATS with their own tools (a folder that --data-dir names is backed up all the same)';
