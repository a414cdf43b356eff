import { expect, test } from 'vitest';
import { qdrantOf, qdrantSettings } from './qdrant.js';
import { readSettings } from './read.js';

const read = (environment: Record<string, string>) => qdrantOf(readSettings(environment, qdrantSettings));

test('without an address there is no Qdrant', () => {
  expect(read({ OPENFASHION_QDRANT_REPLICATION_FACTOR: '2' })).toBeUndefined();
});

test('an address alone is enough, and leaves out what has no default', () => {
  expect(read({ OPENFASHION_QDRANT_URL: 'http://a:6333/' })).toEqual({
    urls: ['http://a:6333'],
    prefix: 'openfashion',
    replicationFactor: 1,
    writeConsistencyFactor: 1,
    ordering: 'medium',
    timeout: 10_000,
  });
});

test('a cluster has several addresses', () => {
  const environment = { OPENFASHION_QDRANT_URL: 'https://a:6333, https://b:6333', OPENFASHION_QDRANT_CA: 'ca.pem' };
  expect(read(environment)).toMatchObject({ urls: ['https://a:6333', 'https://b:6333'], caFile: 'ca.pem' });
  expect(() => read({ OPENFASHION_QDRANT_URL: 'a:6333' })).toThrow('OPENFASHION_QDRANT_URL: must be an http or https');
});
