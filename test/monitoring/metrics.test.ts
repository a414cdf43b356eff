import { expect, test } from 'vitest';
import { Cluster, clusterLacks } from '../harness/cluster.js';
import { ModelServiceProcess } from '../harness/model-service.js';
import { startTestNode } from '../harness/single-node.js';
import { exportedBy } from './exported.js';
import { usedMetrics } from './used-metrics.js';

async function nobodyExports(urls: readonly string[]): Promise<string[]> {
  const exported = new Set((await Promise.all(urls.map(exportedBy))).flat());
  return [...usedMetrics].filter(([metric]) => !exported.has(metric)).map(([metric, where]) => `${metric} (${where})`);
}

test('rules, dashboards and runbooks read what a single node and a model service export', async () => {
  await using open = await startTestNode();
  await using tagger = new ModelServiceProcess('tag');
  expect(await nobodyExports([open.node.baseUrl, await tagger.operatorUrl()])).toEqual([]);
}, 120_000);

const skipped = clusterLacks ? ` (SKIPPED: ${clusterLacks})` : '';
test.skipIf(clusterLacks)(
  `rules, dashboards and runbooks read what the processes of a cluster export${skipped}`,
  async () => {
    await using cluster = await Cluster.open();
    expect(await nobodyExports(await cluster.operatorUrls())).toEqual([]);
  },
  120_000,
);
