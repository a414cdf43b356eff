import { Command } from 'commander';
import { onClusters } from '../../options.js';
import { changeModel } from './change.js';
import { endChange } from './end.js';
import { modelStatus } from './status.js';
import { retryModels, switchModels, switchModelsBack } from './switch.js';

export const models = () =>
  new Command('models')
    .description('change the embedder of all services without downtime (operator of the server)')
    .addCommand(changeModel())
    .addCommand(modelStatus())
    .addCommand(retryModels())
    .addCommand(switchModels())
    .addCommand(switchModelsBack())
    .addCommand(endChange('finish'))
    .addCommand(endChange('abandon'))
    .addHelpText(
      'after',
      `
They ask the server that runs on the data folder; when none runs, they work on the folder itself.
${onClusters}
From change to finish or abandon every write goes to the old and the new vectors (docs/model-change.md).

Examples:
  openfashion models change lite0-256-b2-1c9e7a40
  openfashion models status
  openfashion models switch my-shop && openfashion models switch
  openfashion models finish`,
    );
