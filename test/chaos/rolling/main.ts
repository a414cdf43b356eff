import { natsVersion } from '../../harness/nats-server.js';
import { runAll } from '../../harness/scenarios.js';
import { scenarios } from './scenario.js';
import { storeVersions } from './stores.js';

await runAll({
  script: 'chaos:rolling',
  about: `Starts the whole product as processes of this machine, on three NATS servers and, where qdrant is on the PATH, three of
Qdrant, and replaces each process in turn as Kubernetes would while jobs run and shoppers search; says what held, with figures.
Exits with 0 when all of it did. Wants a machine of its own.`,
  scenarios,
  takes: { seed: 'of moments, files and requests (default: drawn, and printed)' },
  lacks: natsVersion === undefined ? 'there is no nats-server on this machine' : undefined,
  on: storeVersions,
});
