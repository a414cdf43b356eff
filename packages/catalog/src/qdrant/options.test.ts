import { expect, test } from 'vitest';
import { openQdrantCatalog } from './index.js';

test('a file that is not there is named by its setting', async () => {
  const opening = openQdrantCatalog({ urls: ['https://localhost'], caFile: '/no/ca.pem' });
  await expect(opening).rejects.toThrow('OPENFASHION_QDRANT_CA: the file /no/ca.pem cannot be read');
});

test.each([
  [{ urls: [] }, 'urls: must name at least one node'],
  [{ urls: ['localhost:6333'] }, 'urls: each must be an http or https address'],
  [{ urls: ['http://user:secret@localhost:6333'] }, 'urls: each must be an http or https address without password'],
  [{ urls: ['http://localhost'], prefix: 'a-b' }, 'prefix: must be'],
])('a wrong option is refused before anything is done: %j', async (options, message) => {
  const opening = openQdrantCatalog(options);
  await expect(opening).rejects.toBeInstanceOf(RangeError);
  await expect(opening).rejects.toThrow(message);
  await expect(opening).rejects.not.toThrow('secret');
});
