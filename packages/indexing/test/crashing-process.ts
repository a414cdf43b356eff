import { around } from './around.js';
import { poison } from './picture-site.js';
import { bothModels } from './shop.js';
import { openWorld } from './world.js';

/**
 * A process that works on the jobs and the model change in a folder until nothing is left to do, or until it kills
 * itself at its `killAt`-th write, before or after it was made, or at a picture that is poison.
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
  ...bothModels(async (_model, red) => {
    if (red === poison) die();
  }),
  settings: JSON.parse(settings),
});
const stop = new AbortController();
const run = indexing.run(stop.signal);
const announcements = world.backplane.keyValue('index-announcements');
const reembeddings = world.backplane.keyValue('reembeddings');
const stopWhenDone = async () => {
  const { services } = await world.modelChanges.status();
  const settled = services.every(({ standing }) => standing === 'settled' || standing === 'complete');
  if (settled && (await announcements.list('')).length === 0) stop.abort();
};
const watch = async (bucket: typeof announcements) => {
  await stopWhenDone();
  for await (const _change of bucket.watch('', stop.signal)) await stopWhenDone();
};
await Promise.all([watch(announcements), watch(reembeddings)]);
await run;
await world.close();
