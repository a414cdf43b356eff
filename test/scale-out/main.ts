import { clusterLacks, clusterVersions } from '../harness/cluster.js';
import { runAll } from '../harness/scenarios.js';
import { scenarios } from './scenarios.js';

await runAll({
  script: 'scale-out',
  about: `Index jobs on one, two and three indexers of a real cluster; says what held, with figures. Exits with 0 when all of it did. Wants
a machine of its own.`,
  scenarios,
  takes: {},
  lacks: clusterLacks,
  on: clusterVersions,
});
