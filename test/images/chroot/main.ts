// `npm run images:chroot` starts what images start, on what they hold and Debian's libraries alone (docs/images.md).
import { parseArgs } from 'node:util';
import { picturesDirectory } from '@openfashion/samples';
import { natsVersion } from '../../harness/nats-server.js';
import { startPictureSite } from '../../harness/picture-site.js';
import { runCluster } from './cluster.js';
import { lay } from './lay.js';
import { askModels, startModels } from './models.js';
import { checkRoot } from './root-check.js';
import { ChrootRun, say } from './run.js';
import { runSingleNode } from './single-node.js';

const usage = `npm run images:chroot

Starts what each image starts, as the user that it is started by, on what the image holds and a read-only root of Debian made for it: asks
whether it is ready, by the image's own check too, indexes and searches a few products, and tells it to stop (docs/images.md).
To be run by root, on Linux, where debootstrap is installed; reads the registries of Debian and npm the first time.`;

const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
if (values.help) {
  console.log(usage);
  process.exit(0);
}
if (process.platform !== 'linux' || process.getuid?.() !== 0) {
  console.error('Roots are mounted and entered by root, on Linux.');
  process.exit(1);
}
const names = ['standalone', 'detector', 'embedder', 'tagger', 'gateway', 'indexer', 'cli'] as const;
await using laid = await lay(names).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
await using run = new ChrootRun(laid);
await checkRoot(run);
await runSingleNode(run);
const site = run.keep(await startPictureSite(picturesDirectory));
const models = await startModels(run);
if (natsVersion !== undefined) await runCluster(run, models.addresses, site.url);
else {
  say('cluster', 'not run: there is no nats-server on this machine');
  await askModels(run, models.addresses, site.url);
}
await models.end();
