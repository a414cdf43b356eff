import { runProcess } from '@openfashion/process';
import { type SettingName, settings } from '@openfashion/settings';
import { greeting } from './greeting.js';
import { startSingleNode } from './single-node.js';

/** `npm start`: the whole product in one process. */
await runProcess({
  name: 'standalone',
  settings: Object.keys(settings) as SettingName[],
  start: startSingleNode,
  greet(node) {
    console.log(greeting(node.baseUrl, node.keys));
    void node.samplesIndexed.then((count) => {
      if (count > 0) console.log(`The sample catalogue is searchable: ${count} products.`);
    });
  },
});
