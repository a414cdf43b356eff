import { z } from 'zod';
import { createClient } from '../../harness/client.js';
import { eventually } from '../../harness/eventually.js';
import { freePort } from '../../harness/free-port.js';
import { NatsServer } from '../../harness/nats-server.js';
import { QdrantServer, qdrantPlace } from '../../harness/qdrant-server.js';
import { send } from '../../harness/rest.js';
import { type ChrootRun, type Environment, loopback, say } from './run.js';
import { searched } from './shop.js';

const keySchema = z.object({ appKey: z.string(), secretKey: z.string() });

async function createKeys(run: ChrootRun, stores: Environment) {
  const keys = keySchema.parse(JSON.parse(await run.ran('cli', ['keys', 'create', '--json'], stores)));
  say('cli', 'made a key pair');
  return keys;
}

/** Gateway, indexer and command on real stores. */
export async function runCluster(run: ChrootRun, addresses: Environment, pictures: string): Promise<void> {
  const nats = run.keep(await NatsServer.start());
  const qdrant = run.keep(await new QdrantServer(await qdrantPlace(await run.newFolder())).ready());
  const stores = { OPENFASHION_NATS_URL: nats.url, OPENFASHION_QDRANT_URL: qdrant.url };
  const shared = { ...loopback, ...stores, ...addresses, OPENFASHION_DOWNLOAD_ALLOW_CIDRS: '127.0.0.0/8' };
  const atGateway = { OPENFASHION_PORT: String(await freePort()), OPENFASHION_OPERATOR_PORT: String(await freePort()) };
  const atIndexer = { OPENFASHION_PORT: String(await freePort()) };
  const gateway = run.start('gateway', { ...shared, ...atGateway });
  const indexer = run.start('indexer', { ...shared, ...atIndexer });
  await Promise.all([gateway.line('The gateway is ready'), indexer.line('The indexer works')]);
  await run.ready('gateway', atGateway);
  await run.ready('indexer', atIndexer);
  const keys = await createKeys(run, stores);
  say('gateway', await searched(createClient(`http://127.0.0.1:${atGateway.OPENFASHION_PORT}`, keys), pictures));
  await run.end('gateway', gateway);
  await run.end('indexer', indexer);
}

/** Both stores are needed to be ready; what each process does until then can be seen. */
export async function runWithoutQdrant(run: ChrootRun, addresses: Environment): Promise<void> {
  const nats = run.keep(await NatsServer.start());
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  const stores = { OPENFASHION_NATS_URL: nats.url, OPENFASHION_QDRANT_URL: nowhere };
  await createKeys(run, stores);
  for (const [name, variable] of [
    ['gateway', 'OPENFASHION_OPERATOR_PORT'],
    ['indexer', 'OPENFASHION_PORT'],
  ] as const) {
    const port = String(await freePort());
    const at = { OPENFASHION_PORT: '0', [variable]: port };
    const waiting = run.start(name, { ...loopback, ...stores, ...addresses, ...at });
    await eventually(`${name} waits for Qdrant`, async () => waiting.errors.some((line) => line.includes('Qdrant')));
    const { status } = await send(`http://127.0.0.1:${port}`, { path: '/healthz' });
    say(name, `waits for Qdrant, /healthz ${status}`);
    await run.end(name, waiting);
  }
}
