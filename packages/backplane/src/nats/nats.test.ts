import { afterAll, beforeAll } from 'vitest';
import { NatsServer } from '../../../../test/harness/nats-server.js';
import { natsSuite } from '../../../../test/harness/nats-suite.js';
import { backplaneSuite } from '../suite.js';
import { openNatsBackplane } from './index.js';

natsSuite('what every backplane promises', () => {
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
