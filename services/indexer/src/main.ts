import { runProcess } from '@openfashion/process';
import { settings, startIndexer } from './start.js';

await runProcess({
  name: 'indexer',
  settings,
  start: startIndexer,
  greet: ({ operatorUrl }) => console.log(`The indexer works; operators ask ${operatorUrl}`),
});
