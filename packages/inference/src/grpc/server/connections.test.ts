import { once } from 'node:events';
import { type ClientHttp2Session, connect, constants } from 'node:http2';
import { ServerCredentials } from '@grpc/grpc-js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { methodOf, services } from '../definitions.js';
import { Admission } from './admission.js';
import { connectionWindow, streamWindow } from './connections.js';
import { GrpcServer } from './grpc-server.js';

let server: GrpcServer;
let client: ClientHttp2Session;
const method = methodOf('detect');

beforeEach(async () => {
  server = new GrpcServer({
    service: services.detect.service,
    admission: new Admission({ path: method.path, patience: 1_000, refusal: () => undefined }),
    connectionAge: 400,
  });
  server.serve('Detect', method, (_call, reply) => reply(null, { pictures: [] }));
  await server.listen('127.0.0.1', 0, ServerCredentials.createInsecure());
  client = connect(`http://127.0.0.1:${server.port}`);
});
afterEach(() => {
  client.destroy();
  server.end();
});

/** What was said before the answer to a ping has arrived by then. */
const ping = () => new Promise((resolve) => client.ping(resolve));

test('a caller may send a whole picture before the service answers, and several calls at once', async () => {
  const [settings] = await once(client, 'remoteSettings');
  expect(settings.initialWindowSize).toBe(streamWindow);
  await ping();
  expect(client.state.remoteWindowSize).toBe(connectionWindow);
});

test('a call that comes while the server says goodbye is not lost with the connection: it was never looked at', async () => {
  await once(client, 'connect');
  await ping();
  const told = once(client, 'goaway');
  const drained = server.drain();
  // As it would be of a caller whom the word has not reached yet.
  const stream = client.request({
    ':method': 'POST',
    ':path': method.path,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  stream.on('error', () => {});
  stream.end(Buffer.alloc(5));
  await new Promise((closed) => stream.once('close', closed));
  expect(stream.rstCode).toBe(constants.NGHTTP2_REFUSED_STREAM);
  await told;
  await drained;
  const late = connect(`http://127.0.0.1:${server.port}`);
  const [error] = await once(late, 'error');
  expect(error.code).toBe('ECONNREFUSED');
});

test('a connection ends at its age', async () => {
  await once(client, 'connect');
  await ping();
  await once(client, 'goaway');
  await once(client, 'close');
});
