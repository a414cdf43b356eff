import { Command } from 'commander';
import { onClusters } from '../../options.js';
import { addSecret } from './add-secret.js';
import { createKeys } from './create.js';
import { listKeys } from './list.js';
import { revokeKeys } from './revoke.js';

export const keys = () =>
  new Command('keys')
    .description('make and revoke the keys of tenants (operator of the server)')
    .addCommand(createKeys())
    .addCommand(addSecret())
    .addCommand(revokeKeys())
    .addCommand(listKeys())
    .addHelpText(
      'after',
      `
They ask the server that runs on the data folder; when none runs, they work on the folder itself.
${onClusters}

Examples:
  openfashion keys create --label my-shop
  openfashion keys create --json > keys.json
  openfashion keys add-secret APPKEY && openfashion keys revoke APPKEY OLD-SECRET-ID`,
    );
