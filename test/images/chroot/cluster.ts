import { z } from 'zod';
import { createClient } from '../../harness/client.js';
import { freePort } from '../../harness/free-port.js';
import { NatsServer, natsVersion } from '../../harness/nats-server.js';
import { startQdrantInMemory } from '../../harness/qdrant-in-memory/server.js';
import { QdrantServer, qdrantPlace, qdrantVersion } from '../../harness/qdrant-server.js';
import { type ChrootRun, type Environment, loopback, say } from './run.js';
import { searched } from './shop.js';

const keySchema = z.object({ appKey: z.string(), secretKey: z.string() });

/** Gateway, indexer and command on real stores; where there is no Qdrant, on what stands in for it. */
export async function runCluster(run: ChrootRun, addresses: Environment, pictures: string): Promise<void> {
  const nats = run.keep(await NatsServer.start());
  const qdrant = run.keep(
    qdrantVersion === undefined
      ? await startQdrantInMemory()
      : await new QdrantServer(await qdrantPlace(await run.newFolder())).ready(),
  );
  say(
    'stores',
    `nats-server ${natsVersion}, ${qdrantVersion ? `qdrant ${qdrantVersion}` : 'what stands in for qdrant'}`,
  );
  const stores = { OPENFASHION_NATS_URL: nats.url, OPENFASHION_QDRANT_URL: qdrant.url };
  const shared = { ...loopback, ...stores, ...addresses, OPENFASHION_DOWNLOAD_ALLOW_CIDRS: '127.0.0.0/8' };
  const atGateway = { OPENFASHION_PORT: String(await freePort()), OPENFASHION_OPERATOR_PORT: String(await freePort()) };
  const atIndexer = { OPENFASHION_PORT: String(await freePort()) };
  const gateway = run.start('gateway', { ...shared, ...atGateway });
  const indexer = run.start('indexer', { ...shared, ...atIndexer });
  await Promise.all([gateway.line('The gateway is ready'), indexer.line('The indexer works')]);
  await run.ready('gateway', atGateway);
  await run.ready('indexer', atIndexer);
  const keys = keySchema.parse(JSON.parse(await run.ran('cli', ['keys', 'create', '--json'], stores)));
  say('cli', 'made a key pair');
  say('gateway', await searched(createClient(`http://127.0.0.1:${atGateway.OPENFASHION_PORT}`, keys), pictures));
  await run.end('gateway', gateway);
  await run.end('indexer', indexer);
}
