// `npm run images:chroot` starts what images start, on what they hold and Debian's libraries alone (docs/images.md).
import { picturesDirectory } from '@openfashion/samples';
import { natsVersion } from '../../harness/nats-server.js';
import { startPictureSite } from '../../harness/picture-site.js';
import { runCluster } from './cluster.js';
import { lay } from './lay.js';
import { askModels, startModels } from './models.js';
import { checkRoot } from './root-check.js';
import { ChrootRun, say } from './run.js';
import { runSingleNode } from './single-node.js';

if (process.platform !== 'linux' || process.getuid?.() !== 0) {
  console.error('Roots are mounted and entered by root, on Linux.');
  process.exit(1);
}
await using laid = await lay(['standalone', 'detector', 'embedder', 'tagger', 'gateway', 'indexer', 'cli']);
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
