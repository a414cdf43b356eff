import { afterAll, beforeAll, describe } from 'vitest';
import { NatsServer, natsVersion } from '../../../../test/harness/nats-server.js';
import { backplaneSuite } from '../suite.js';
import { openNatsBackplane } from './index.js';

describe.skipIf(natsVersion === undefined)(`NATS JetStream ${natsVersion ?? '(no nats-server here)'}`, () => {
  let server: NatsServer;
  let deployments = 0;
  beforeAll(async () => {
    server = await NatsServer.start();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  backplaneSuite('NATS JetStream', () => {
    const prefix = `suite-${deployments++}`;
    const open = () => openNatsBackplane({ servers: server.url, prefix });
    return { open, reopen: open };
  });
});
