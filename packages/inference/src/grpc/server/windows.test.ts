import { once } from 'node:events';
import { connect } from 'node:http2';
import { ServerCredentials } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { services } from '../definitions.js';
import { Admission } from './admission.js';
import { GrpcServer } from './grpc-server.js';
import { connectionWindow, streamWindow } from './windows.js';

test('a caller may send a whole picture before the service answers, and several calls at once', async () => {
  const server = new GrpcServer({
    service: services.detect.service,
    admission: new Admission({ path: '', patience: 1_000, refusal: () => undefined }),
    connectionAge: 60_000,
  });
  await server.listen('127.0.0.1', 0, ServerCredentials.createInsecure());
  const client = connect(`http://127.0.0.1:${server.port}`);
  const [settings] = await once(client, 'remoteSettings');
  expect(settings.initialWindowSize).toBe(streamWindow);
  // What the server said before it answers a ping has arrived by then.
  await new Promise((resolve) => client.ping(resolve));
  expect(client.state.remoteWindowSize).toBe(connectionWindow);
  client.destroy();
  server.end();
});
