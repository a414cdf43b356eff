import { clusterLacks, clusterVersions } from '../../harness/cluster.js';
import { testAll } from '../../harness/test-scenarios.js';
import { scenarios } from './scenarios.js';

testAll('a cluster under fire', { scenarios, lacks: clusterLacks, on: clusterVersions }, 300_000);
