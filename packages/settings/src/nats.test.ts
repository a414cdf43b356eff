import { expect, test } from 'vitest';
import { natsOf, natsSettings } from './nats.js';
import { readSettings } from './read.js';

const read = (environment: Record<string, string>) => natsOf(readSettings(environment, natsSettings));

test('without a server there is nothing to connect to', () => {
  expect(read({ OPENFASHION_NATS_REPLICAS: '3' })).toBeUndefined();
});

test('several servers, with credentials in their addresses', () => {
  const url = 'nats://user:p%40ss@one:4222, tls://two';
  expect(read({ OPENFASHION_NATS_URL: url, OPENFASHION_NATS_REPLICAS: '3' })).toEqual({
    servers: 'nats://user:p%40ss@one:4222,tls://two',
    replicas: 3,
    prefix: 'openfashion',
    timeout: 5_000,
  });
});

test('an own certificate needs its key', () => {
  const environment = { OPENFASHION_NATS_URL: 'tls://one', OPENFASHION_NATS_TLS_CERT: 'own.pem' };
  expect(() => read(environment)).toThrow(
    'OPENFASHION_NATS_TLS_CERT, OPENFASHION_NATS_TLS_KEY: set both of them or none',
  );
  expect(read({ ...environment, OPENFASHION_NATS_TLS_KEY: 'own.key' })?.tls).toEqual({
    caFile: undefined,
    certificateFile: 'own.pem',
    keyFile: 'own.key',
  });
});
