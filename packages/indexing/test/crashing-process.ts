import { around } from './around.js';
import { makeModels } from './models.js';
import { poison } from './picture-site.js';
import { openWorld } from './world.js';

/**
 * A process that works on the jobs in a folder until none is left, or until it kills itself at its `killAt`-th write,
 * before or after it was made, or at a picture that is poison.
 */
const [directory = '', killAt = '0', moment = 'before', settings = '{}'] = process.argv.slice(2);

const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('killed');
};

const world = await openWorld(directory);
let written = 0;
const stores = around(world, async (write) => {
  written += 1;
  const mine = written === Number(killAt);
  if (mine && moment === 'before') die();
  const writing = write();
  if (mine && moment === 'during') die();
  const result = await writing;
  if (mine && moment === 'after') die();
  return result;
});
const indexing = world.indexing({
  ...stores,
  ...makeModels(async (_model, red) => {
    if (red === poison) die();
  }),
  settings: JSON.parse(settings),
});
const stop = new AbortController();
const run = indexing.run(stop.signal);
const announced = new Set<string>();
for await (const change of world.backplane.keyValue('index-announcements').watch('', stop.signal)) {
  if (change.kind === 'put') announced.add(change.entry.key);
  else announced.delete(change.key);
  if (announced.size === 0) stop.abort();
}
await run;
await world.close();
