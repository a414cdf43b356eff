import { describe, test } from 'vitest';
import { clusterLacks, clusterVersions } from '../harness/cluster.js';
import { conformance } from './conformance.js';
import { openOwn } from './target.js';

if (clusterLacks) describe(`conformance: cluster (${clusterLacks})`, () => test.skip('every case'));
else conformance(`cluster on ${clusterVersions}`, () => openOwn('cluster'));
