import { expect, test } from 'vitest';
import { parseServers } from './server-address.js';

test('addresses have a default port, and credentials are taken out of them', () => {
  expect(parseServers('nats://one')).toEqual({ servers: ['one:4222'], tls: false });
  expect(parseServers('nats://me:p%40ss@one:4223, tls://two')).toEqual({
    servers: ['one:4223', 'two:4222'],
    tls: true,
    user: 'me',
    pass: 'p@ss',
  });
  expect(parseServers('nats://s3cret@[::1]:1')).toEqual({ servers: ['[::1]:1'], tls: false, token: 's3cret' });
});

test('a wrong address is named by its place, never by its text: it may hold a password', () => {
  for (const wrong of ['', 'one:4222', 'http://me:s3cret@one', 'nats://me:s3cret@one/path', 'nats://me:s3cret@']) {
    expect(() => parseServers(`nats://fine,${wrong}`)).toThrow(
      /^OPENFASHION_NATS_URL: address 2 is not nats:\/\/host:port or tls:\/\/host:port$/,
    );
  }
});
