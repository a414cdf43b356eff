import { natsVersion } from '../../harness/nats-server.js';
import { testAll } from '../../harness/test-scenarios.js';
import { scenarios } from './scenario.js';
import { storeVersions } from './stores.js';

const lacks = natsVersion === undefined ? 'there is no nats-server on this machine' : undefined;
testAll('a rolling restart', { scenarios, lacks, on: storeVersions }, 600_000);
