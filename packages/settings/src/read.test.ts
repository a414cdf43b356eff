import { expect, test } from 'vitest';
import { readSettings } from './read.js';
import { type SettingName, settings } from './table.js';

const all = Object.keys(settings) as SettingName[];

test('an empty environment gives the defaults', () => {
  const read = readSettings({}, all);
  expect(read.port).toBe(8080);
  expect(read.host).toBe('127.0.0.1');
  expect(read.downloadAllowCidrs).toEqual([]);
  expect(read.samples).toBe(true);
  expect(read.publicUrl).toBeUndefined();
});

test('every wrong value is named with what was wrong', () => {
  const environment = { OPENFASHION_PORT: '80a', OPENFASHION_SAMPLES: 'yes', OPENFASHION_PUBLIC_URL: 'ftp://x' };
  expect(() => readSettings(environment, all)).toThrow('OPENFASHION_PORT: must be a whole number (is "80a")');
  expect(() => readSettings(environment, all)).toThrow('OPENFASHION_PUBLIC_URL: must be an http');
  expect(() => readSettings({ OPENFASHION_SAMPLES: 'yes' }, all)).toThrow('OPENFASHION_SAMPLES: must be true or false');
});

test('a misspelt variable is not ignored', () => {
  expect(() => readSettings({ OPENFASHION_PROT: '1' }, all)).toThrow('OPENFASHION_PROT: no setting has this name');
});

test('a wrong secret is named and not repeated', () => {
  const reading = () => readSettings({ OPENFASHION_QDRANT_API_KEY: 'two words' }, all);
  expect(reading).toThrow('OPENFASHION_QDRANT_API_KEY: must be visible ASCII characters');
  expect(reading).not.toThrow('two words');
});

test('the keys of the command line client are no concern of the server', () => {
  expect(readSettings({ OPENFASHION_SECRET_KEY: 'x' }, all).port).toBe(8080);
  expect(readSettings({ OPENFASHION_TEST_QDRANT_URL: 'x' }, all).port).toBe(8080);
});

test('lists are split and trimmed', () => {
  const read = readSettings({ OPENFASHION_DOWNLOAD_ALLOW_CIDRS: '127.0.0.0/8, ::1/128' }, all);
  expect(read.downloadAllowCidrs).toEqual(['127.0.0.0/8', '::1/128']);
});

test.each(['https://user:s3cret@q:6333', 'https://s3cret@q:6333', 'https://q:6333?key=s3cret'])(
  'an address of Qdrant has no password, and is not shown: %s',
  (url) => {
    const reading = () => readSettings({ OPENFASHION_QDRANT_URL: url }, all);
    expect(reading).toThrow(/^OPENFASHION_QDRANT_URL: must be an http or https address without password and query$/);
  },
);

test('a wrong value that may hold a password is not shown', () => {
  const environment = { OPENFASHION_NATS_URL: 'nats://user:s3cret@host:4222/path' };
  expect(() => readSettings(environment, all)).toThrow(/^OPENFASHION_NATS_URL: must be nats:\/\/host:port[^(]*commas$/);
});

test('servers that our own tests run against are no concern of a process', () => {
  expect(readSettings({ OPENFASHION_TEST_NATS_SERVER: '/some/nats-server' }, all).port).toBe(8080);
});

test.each([
  ['embedder:9090', [{ address: 'embedder:9090' }]],
  ['ipv4:10.0.0.1:9090,10.0.0.2:9090', [{ address: 'ipv4:10.0.0.1:9090,10.0.0.2:9090' }]],
  ['b1=dns:///embedder:9090', [{ embedding: 'b1', address: 'dns:///embedder:9090' }]],
  [
    'lite0-256-b1=old:9090, b2=ipv4:10.0.0.1:9090,10.0.0.2:9090',
    [
      { embedding: 'lite0-256-b1', address: 'old:9090' },
      { embedding: 'b2', address: 'ipv4:10.0.0.1:9090,10.0.0.2:9090' },
    ],
  ],
])('embedder services are named by what they make: %s', (value, addresses) => {
  expect(readSettings({ OPENFASHION_EMBEDDER_ADDR: value }, all).embedderAddress).toEqual(addresses);
});

test.each([
  ['b1=', 'must be host:port'],
  ['old:9090,b2=new:9090', 'must be embedding-id=host:port where there are several'],
  ['b1=old:9090,b1=new:9090', 'must not repeat an id'],
])('embedder services that cannot be told apart are refused: %s', (value, message) => {
  expect(() => readSettings({ OPENFASHION_EMBEDDER_ADDR: value }, all)).toThrow(message);
});
