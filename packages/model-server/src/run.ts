import { type Task, taskNames } from '@openfashion/inference';
import { runProcess } from '@openfashion/process';
import { settingNames } from './settings.js';
import { startModelServer } from './start.js';

/** A whole process: serves the model of a task until it is told to stop. */
export function runModelServer(task: Task): Promise<never> {
  const name = taskNames[task];
  return runProcess({
    name,
    settings: settingNames,
    start: (config, logger) => startModelServer(task, config, logger),
    greet: ({ address, operatorUrl }) =>
      console.log(`The ${name} serves at ${address} (gRPC); operators ask ${operatorUrl}`),
  });
}
