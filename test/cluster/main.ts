import { parseArgs } from 'node:util';
import { stopSignal } from '@openfashion/telemetry';
import { Cluster, clusterLacks, clusterVersions } from '../harness/cluster.js';

const usage = `npm run cluster -- [--gateways N] [--indexers N]

Starts the whole product as processes of this machine, on stores of its own that go when it ends: NATS JetStream and Qdrant (both
must be on the PATH), the three model services, gateways and indexers. Prints where it is reached and a key pair. Ends with Ctrl-C.
Settings (OPENFASHION_*) are passed on to gateways and indexers.
  --gateways  replicas (default 1)
  --indexers  replicas (default 1)`;

const { values } = parseArgs({
  options: {
    gateways: { type: 'string', default: '1' },
    indexers: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
const [gateways, indexers] = [Number(values.gateways), Number(values.indexers)];
if (values.help || ![gateways, indexers].every((count) => Number.isInteger(count) && count >= 1 && count <= 16)) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}
if (clusterLacks) {
  console.error(`${clusterLacks}; docs/stores.md says where to get it`);
  process.exit(1);
}

const stopped = stopSignal(() => process.exit(1));
console.log(`Starting on ${clusterVersions} …`);
const cluster = await Cluster.open({ gateways, indexers });
const client = await cluster.newClient();
const addresses = await Promise.all(cluster.gateways.map((gateway) => gateway.baseUrl()));
const services = `${client.baseUrl}/v2.0/appkeys/${client.appKey}/services`;
console.log(`OpenFashion is ready at ${addresses.join(' and ')}
  NATS    ${cluster.nats.url}
  Qdrant  ${cluster.qdrant.url}
A key pair (another: OPENFASHION_NATS_URL=${cluster.nats.url} OPENFASHION_QDRANT_URL=${cluster.qdrant.url} npx openfashion keys create)
  app key     ${client.appKey}
  secret key  ${client.secretKey}
Create a service for your catalogue, then look at your services:
  curl -X POST -H "Authorization: ${client.secretKey}" -H "Content-Type: application/json" "${services}" -d '{"serviceName": "my-shop"}'
  curl -H "Authorization: ${client.secretKey}" "${services}"`);
await stopped;
console.log('Stopping …');
await cluster[Symbol.asyncDispose]();
process.exit(0);
