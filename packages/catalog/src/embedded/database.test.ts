import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Unavailable } from '@openfashion/contract';
import Database from 'libsql';
import { afterAll, expect, test } from 'vitest';
import { folders } from '../../test/folders.js';
import { openForWriting } from './database.js';
import { openEmbeddedCatalog } from './index.js';

const newFolder = folders(afterAll);

const newFile = async () => join(await newFolder(), 'catalog.db');

test('a commit is on disk when it returns: write-ahead log with full synchronisation', async () => {
  const database = openForWriting(await newFile());
  expect(database.pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
  const full = 2;
  expect(database.pragma('synchronous')).toEqual([{ synchronous: full }]);
  expect(database.pragma('fullfsync')).toEqual([{ fullfsync: 1 }]);
  database.close();
});

test('a database of a newer release is refused by a sentence', async () => {
  const file = await newFile();
  const database = openForWriting(file);
  database.exec('PRAGMA user_version = 99');
  database.close();
  expect(() => openForWriting(file)).toThrow(
    `${file}: written by a newer release (tables of version 99; this release knows 2)`,
  );
});

test('a database of an older release is brought up to date and keeps its documents', async () => {
  const file = await newFile();
  const old = openForWriting(file);
  old.exec('ALTER TABLE documents DROP COLUMN etag; ALTER TABLE documents DROP COLUMN lastModified');
  old.exec("INSERT INTO collections (embedding, dimension) VALUES ('e', 2)");
  old.exec("INSERT INTO scopes (service, embedding, documents, changes) VALUES ('s', 'e', 1, 1)");
  old
    .prepare(`INSERT INTO documents (scope, productId, seq, change, name, imageUrl, contentHash, fingerprint, vector)
      VALUES (1, 'p', 1, 1, 'n', 'u', '', ?, ?)`)
    .run(Buffer.alloc(192), Buffer.from(Float32Array.of(1, 0).buffer));
  old.exec('PRAGMA user_version = 1');
  old.close();
  const scope = { service: 's', embedding: 'e' };
  const catalog = await openEmbeddedCatalog({ directory: join(file, '..') });
  const document = await catalog.get(scope, 'p');
  expect(document).toMatchObject({ productId: 'p', vector: Float32Array.of(1, 0) });
  if (document === undefined) throw new Error('it is gone');
  await catalog.apply(scope, [{ kind: 'put', seq: 2, document: { ...document, etag: '"v2"' } }]);
  expect((await catalog.get(scope, 'p'))?.etag).toBe('"v2"');
  await catalog.close();
});

test('a database of something else is refused and left as it is', async () => {
  const file = await newFile();
  const other = new Database(file);
  other.exec('CREATE TABLE recipes (name TEXT)');
  other.close();
  const before = await readFile(file);
  await expect(openEmbeddedCatalog({ directory: join(file, '..') })).rejects.toThrow(
    `the catalogue cannot be opened: ${file}: this is not a catalogue's database`,
  );
  expect(await readFile(file)).toEqual(before);
});

test.each([
  ['text', 'this is no database, only text that stands where one should be. '.repeat(100)],
  ['a few bytes', 'short'],
])('a file that is no database is refused by name: %s', async (_name, content) => {
  const file = await newFile();
  await writeFile(file, content);
  await expect(openEmbeddedCatalog({ directory: join(file, '..') })).rejects.toThrow(
    `the catalogue cannot be opened: ${file}: file is not a database`,
  );
});

test('damage inside the file is an error that names it, not an answer', async () => {
  const file = await newFile();
  const directory = join(file, '..');
  const vector = Float32Array.of(1, 0);
  const scope = { service: 's', embedding: 'e' };
  const first = await openEmbeddedCatalog({ directory });
  await first.ensureCollection({ embedding: 'e', dimension: 2 });
  const fingerprint = new Uint8Array(192);
  const document = { name: 'n', imageUrl: 'u', vector, fingerprint, contentHash: '' };
  await first.apply(
    scope,
    Array.from({ length: 500 }, (_, index) => ({
      kind: 'put',
      seq: 1,
      document: { ...document, productId: `p${index}` },
    })),
  );
  await first.close();
  const pageBytes = 4_096;
  const { length } = await readFile(file);
  const handle = await open(file, 'r+');
  // All but the first pages, where the schema is.
  for (let at = 16 * pageBytes; at < length; at += pageBytes) await handle.write(Buffer.alloc(64, 0xee), 0, 64, at);
  await handle.close();

  const second = await openEmbeddedCatalog({ directory });
  const search = second.search(scope, { vector, limit: 10, filters: [] });
  await expect(search).rejects.toBeInstanceOf(Unavailable);
  await expect(search).rejects.toThrow(`${file}: could not search: database disk image is malformed`);
  await second.close();
});
