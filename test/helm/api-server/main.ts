// `npm run helm:server`: what a real API server says of the chart (docs/kubernetes.md).
import { readFile } from 'node:fs/promises';
import { eventually } from '../../harness/eventually.js';
import { examples } from '../chart.js';
import { helm, toolFile } from '../tools.js';
import { ApiServer } from './api-server.js';
import { namespace, Release } from './releases.js';

const version = '1.37.2';
const [etcd, apiServer] = [toolFile('etcd-3.7.0'), toolFile(`kube-apiserver-${version}`)];
const keda = toolFile('keda-2.21.0.yaml');
if (!helm || !etcd || !apiServer || !keda) {
  console.error('scripts/deploy-tools.sh and scripts/api-server.sh bring what is needed');
  process.exit(1);
}

await using server = await ApiServer.start({ etcd, apiServer });
console.log(`kube-apiserver ${version} is ready`);
await server.create(
  '/api/v1/namespaces',
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  }),
);
await server.create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', await readFile(keda, 'utf8'));
await eventually(
  'KEDA’s objects are known',
  async () => (await server.ask('GET', '/apis/keda.sh/v1alpha1')).status === 200,
);

const release = new Release(helm, server);
let refused = 0;
for (const example of examples) {
  const status = /^STATUS: (.+)$/m.exec(await release.dryRun(example))?.[1];
  console.log(`${example}: helm install --dry-run=server: ${status}`);
}
// Each from nothing, and each from each other: what an object may not change would show.
for (const first of examples) {
  for (const then of examples) {
    await release.install(first);
    if (then !== first) await release.install(then);
    const [objects, sins] = [await release.manifests(), await release.refusedPods()];
    refused += sins.length;
    const how = then === first ? `${first}: installed` : `${first} → ${then}: upgraded`;
    console.log([`${how}, ${objects.length} objects, ${sins.length} pods refused`, ...sins].join('\n  '));
    await release.uninstall();
  }
}
process.exitCode = refused === 0 ? 0 : 1;
