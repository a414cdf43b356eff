import { clusterLacks, clusterVersions } from '../../harness/cluster.js';
import { runAll } from '../../harness/scenarios.js';
import { scenarios } from './scenarios.js';

await runAll({
  script: 'chaos:cluster',
  about: `Starts the whole product as processes of this machine, on NATS and Qdrant (both must be on the PATH), and disturbs it while jobs
run and shoppers search; says what held, with figures. Exits with 0 when all of it did. Wants a machine of its own.`,
  scenarios,
  takes: {
    seed: 'of orders, moments, files and requests (default: drawn, and printed)',
    minutes: 'that the storm lasts (default 10)',
  },
  lacks: clusterLacks,
  on: clusterVersions,
});
