import { runProcess } from '@openfashion/process';
import { settings, startGateway } from './start.js';

await runProcess({
  name: 'gateway',
  settings,
  start: startGateway,
  greet: ({ address }) => console.log(`The gateway is ready at ${address}`),
});
