import { constants } from 'node:fs';
import { access, chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CatalogDocument } from '@openfashion/catalog';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openEmbeddedStores, type Stores } from '../stores.js';
import { type Backup, backUp } from './back-up.js';

const never = new AbortController().signal;
const scope = { service: 'shop', embedding: 'e' };
const text = (value: string) => new TextEncoder().encode(value);

let folder: string;
let data: string;
let closing: (() => unknown)[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openfashion-backup-'));
  data = join(folder, 'data');
  closing = [];
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  await rm(folder, { recursive: true });
});

async function open(directory: string): Promise<Stores & { close(): Promise<void> }> {
  const steps: (() => unknown)[] = [];
  const stores = await openEmbeddedStores(directory, (_name, step) => steps.push(step));
  await stores.catalog.ensureCollection({ embedding: 'e', dimension: 2 });
  const close = async () => {
    for (const step of steps.splice(0).reverse()) await step();
  };
  closing.push(close);
  return { ...stores, close };
}

const document = (productId: string): CatalogDocument => ({
  productId,
  name: '옷',
  imageUrl: 'http://shop.example/1.jpg',
  vector: new Float32Array([1, 0]),
  fingerprint: new Uint8Array(192),
  contentHash: '00',
});

/**
 * Writes that follow one another: what stands later is there only if what stands before it is, and is gone first.
 * Each lane keeps a few products.
 */
async function write({ backplane, catalog }: Stores, lane: number, signal: AbortSignal): Promise<number> {
  const [keys, files] = [backplane.keyValue('keys'), backplane.objectStore('files')];
  let seq = 0;
  let number = 0;
  for (; !signal.aborted; number++) {
    const id = `${lane}-${number}`;
    await catalog.apply(scope, [{ kind: 'put', seq: ++seq, document: document(id) }]);
    await files.put(id, text(id));
    await keys.create(id, text(id));
    const old = `${lane}-${number - 20}`;
    if (number < 20) continue;
    await keys.delete(old);
    await files.delete(old);
    await catalog.apply(scope, [{ kind: 'remove', seq: ++seq, productId: old }]);
  }
  return number;
}

/** What of a backup is not as it was at any moment. */
async function contradictions(directory: string, lanes: number): Promise<string[]> {
  const stores = await open(directory);
  const keys = (await stores.backplane.keyValue('keys').list('')).map(({ key }) => key);
  const found: string[] = [];
  for (const key of keys) {
    const file = await stores.backplane.objectStore('files').get(key);
    if (file === undefined || Buffer.from(file).toString() !== key) found.push(`${key} has no file`);
    if ((await stores.catalog.get(scope, key)) === undefined) found.push(`${key} has no document`);
  }
  // One of each lane on its way in or out.
  const documents = await stores.catalog.count(scope);
  if (documents > keys.length + lanes) found.push(`${documents} documents of ${keys.length} keys`);
  if (keys.length < lanes) found.push('too little was written to show anything');
  await stores.close();
  return found;
}

test('a backup is of one moment, while documents, values and files are written and deleted', async () => {
  const stores = await open(data);
  const stop = new AbortController();
  const lanes = 3;
  const writing = Array.from({ length: lanes }, (_, lane) => write(stores, lane, stop.signal));
  const keys = stores.backplane.keyValue('keys');
  await expect.poll(async () => (await keys.list('')).length).toBeGreaterThan(30);
  const made: Backup[] = [];
  for (let round = 0; round < 5; round++) {
    made.push(await backUp(data, join(folder, `backup-${round}`), never));
    const [{ revision } = { revision: 0 }] = (await keys.list('')).slice(-1);
    // Not of the same moment as the next.
    await expect.poll(async () => (await keys.list('')).slice(-1)[0]?.revision).not.toBe(revision);
  }
  stop.abort();
  const written = await Promise.all(writing);
  expect(Math.min(...written)).toBeGreaterThan(40);
  for (let round = 0; round < 5; round++)
    expect(await contradictions(join(folder, `backup-${round}`), lanes)).toEqual([]);
  expect(made[0]?.standstill).toBeLessThan(2_000);
  // The folder that was backed up has lost nothing of what was acknowledged.
  await stores.close();
  expect(await contradictions(data, lanes)).toEqual([]);
}, 60_000);

test('writes that come after the moment are neither in it nor kept out of the data folder', async () => {
  const stores = await open(data);
  await stores.catalog.apply(scope, [{ kind: 'put', seq: 1, document: document('before') }]);
  await backUp(data, join(folder, 'backup'), never);
  await stores.catalog.apply(scope, [{ kind: 'put', seq: 2, document: document('after') }]);
  await stores.close();
  const [copy, live] = [await open(join(folder, 'backup')), await open(data)];
  expect([await copy.catalog.count(scope), await live.catalog.count(scope)]).toEqual([1, 2]);
});

describe('the folder', () => {
  beforeEach(async () => {
    const stores = await open(data);
    await stores.backplane.objectStore('files').put('a/b', text('a'));
    await stores.close();
  });
  const target = () => join(folder, 'backup');

  test('is for this user alone, has no lock and no socket, and says what it is', async () => {
    await writeFile(join(data, 'operator.sock'), '');
    const backup = await backUp(data, target(), never);
    expect(JSON.parse(await readFile(join(target(), 'backup.json'), 'utf8'))).toEqual(backup);
    expect(backup).toMatchObject({ format: 'openfashion-backup', version: 1, objects: 1 });
    expect((await readdir(target())).sort()).toEqual(['backplane', 'backup.json', 'catalog']);
    // What a connection has beside a database goes with it, a moment later.
    const names = (await readdir(target(), { recursive: true })).filter((name) => !/-(wal|shm)$/.test(name));
    for (const name of names) {
      const about = await stat(join(target(), name));
      expect([name, (about.mode & 0o777).toString(8)]).toEqual([name, about.isDirectory() ? '700' : '600']);
    }
    expect(backup.databases['catalog/catalog.db']).toBe((await stat(join(target(), 'catalog/catalog.db'))).size);
  });

  test('may be there if it is empty, and is made with those before it if it is not', async () => {
    await mkdir(target());
    await backUp(data, target(), never);
    await backUp(data, join(folder, 'x', 'y', 'z'), never);
    expect(await readdir(join(folder, 'x', 'y', 'z'))).toContain('backup.json');
  });

  test('with anything in it is refused, and left as it is', async () => {
    await backUp(data, target(), never);
    await expect(backUp(data, target(), never)).rejects.toThrow(/there is a backup already, of 20\d\d-/);
    await rm(join(target(), 'backup.json'));
    await expect(backUp(data, target(), never)).rejects.toThrow('a backup needs a new or an empty folder');
    await writeFile(join(target(), 'backup.json.part'), '');
    await expect(backUp(data, target(), never)).rejects.toThrow('was not finished');
    expect((await readdir(target())).sort()).toEqual(['backplane', 'backup.json.part', 'catalog']);
  });

  test('that cannot be made is refused by name', async () => {
    await writeFile(target(), 'a file');
    await expect(backUp(data, target(), never)).rejects.toThrow(target());
    await expect(backUp(data, join(target(), 'below'), never)).rejects.toThrow(target());
    expect(await readFile(target(), 'utf8')).toBe('a file');
  });

  test('is gone, with those that were made for it, when the backup is stopped or fails', async () => {
    const stop = AbortSignal.abort(new Error('enough'));
    await expect(backUp(data, join(folder, 'x', 'y'), stop)).rejects.toThrow('enough');
    expect((await readdir(folder)).sort()).toEqual(['data']);
    await mkdir(target());
    await rm(join(data, 'backplane', 'objects'), { recursive: true });
    await writeFile(join(data, 'backplane', 'objects'), 'no folder');
    await expect(backUp(data, target(), never)).rejects.toThrow('ENOTDIR');
    expect(await readdir(target())).toEqual([]);
  });

  test('may be on another file system: files are copied there', async ({ skip }) => {
    const other = await access('/dev/shm', constants.W_OK).then(
      () => mkdtemp('/dev/shm/openfashion-backup-'),
      () => undefined,
    );
    if (other === undefined) return skip('there is no other file system here');
    closing.push(() => rm(other, { recursive: true }));
    await chmod(other, 0o755);
    await backUp(data, other, never);
    const copy = await open(other);
    const file = await copy.backplane.objectStore('files').get('a/b');
    expect(Buffer.from(file ?? []).toString()).toBe('a');
    expect(((await stat(other)).mode & 0o777).toString(8)).toBe('700');
  });

  test('gets no backup of what is no data folder, nor a second one at the same time', async () => {
    await expect(backUp(folder, target(), never)).rejects.toThrow(`${folder} is no data folder of a single node`);
    const both = await Promise.allSettled([backUp(data, target(), never), backUp(data, join(folder, 'other'), never)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [refused] = both.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
    expect(refused).toContain('another backup of');
    expect((await readdir(folder)).filter((name) => name !== 'data')).toHaveLength(1);
  });
});
