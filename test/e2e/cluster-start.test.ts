import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clusterLacks } from '../harness/cluster.js';
import { eventually } from '../harness/eventually.js';
import { freePort } from '../harness/free-port.js';
import { GatewayProcess } from '../harness/gateway-process.js';
import { NatsServer } from '../harness/nats-server.js';
import { QdrantServer, qdrantPlace } from '../harness/qdrant-server.js';
import { send } from '../harness/rest.js';

// As after a power failure: the processes of a cluster come up in any order, and one may go again meanwhile.
test.skipIf(clusterLacks)(
  'a gateway whose stores come and go while it starts waits for them',
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'cluster-start-'));
    try {
      await using nats = await NatsServer.start();
      const place = await qdrantPlace(directory);
      const model = `127.0.0.1:${await freePort()}`;
      const operatorPort = await freePort();
      const told = (path: string) => send(`http://127.0.0.1:${operatorPort}`, { path });
      await using gateway = new GatewayProcess({
        OPENFASHION_OPERATOR_PORT: String(operatorPort),
        OPENFASHION_NATS_URL: nats.url,
        OPENFASHION_NATS_TIMEOUT_MS: '500',
        OPENFASHION_QDRANT_URL: `http://127.0.0.1:${place.http}`,
        OPENFASHION_DETECTOR_ADDR: model,
        OPENFASHION_EMBEDDER_ADDR: model,
        OPENFASHION_TAGGER_ADDR: model,
      });
      const says = (words: string) =>
        eventually(`it says: ${words}`, async () => {
          if (gateway.hasEndedByItself) throw new Error(`it ended: ${gateway.errors.at(-1)}`);
          return gateway.errors.some((line) => line.includes(words));
        });
      await says('Qdrant does not answer yet');
      expect((await told('/healthz')).status).toBe(200);
      expect((await told('/readyz')).status).toBe(503);
      expect((await told('/metrics')).text).toContain('process_cpu_seconds_total');
      await nats.kill();
      await using qdrant = await new QdrantServer(place).ready();
      await says('NATS does not answer yet');
      await nats.start();
      expect(await gateway.baseUrl()).toMatch(/^http:/);
      expect((await told('/readyz')).status).toBe(200);
      expect((await told('/metrics')).text).toMatch(/^openfashion_documents 0$/m);
      await Promise.all([nats.kill(), qdrant.kill()]);
      await eventually('figures that cannot be had are left out, once they are a second old', async () => {
        const { status, text } = await told('/metrics');
        // What needs no store is told still.
        expect(status).toBe(200);
        expect(text).toContain('process_cpu_seconds_total');
        return !/^openfashion_index_backlog/m.test(text);
      });
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
  60_000,
);
