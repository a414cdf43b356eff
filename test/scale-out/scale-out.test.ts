import { clusterLacks, clusterVersions } from '../harness/cluster.js';
import { testAll } from '../harness/test-scenarios.js';
import { scenarios } from './scenarios.js';

testAll('scale-out', { scenarios, lacks: clusterLacks, on: clusterVersions }, 180_000);
