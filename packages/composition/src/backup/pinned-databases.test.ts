import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openEmbeddedStores, type Stores } from '../stores.js';
import { pinDatabases } from './pinned-databases.js';

let folder: string;
let stores: Stores;
let closing: (() => unknown)[];
let files: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openfashion-pin-'));
  closing = [];
  stores = await openEmbeddedStores(folder, (_name, step) => closing.unshift(step));
  files = [join(folder, 'backplane/backplane.db'), join(folder, 'catalog/catalog.db')];
  await stores.catalog.ensureCollection({ embedding: 'e', dimension: 2 });
});
afterEach(async () => {
  for (const close of closing) await close();
  await rm(folder, { recursive: true });
});

/** Writes to both stores, one after the other, until it is told to stop; `acknowledged` counts those of each. */
function keepWriting() {
  const acknowledged = [0, 0];
  const stop = new AbortController();
  const write = async (store: 0 | 1, one: (number: number) => Promise<unknown>) => {
    for (let number = 0; !stop.signal.aborted; number++) {
      await one(number);
      acknowledged[store] = number + 1;
    }
  };
  const name = (number: number) => ({
    productId: `p${number}`,
    name: 'x'.repeat(2_000),
    imageUrl: 'http://shop.example/1.jpg',
    vector: new Float32Array([1, 0]),
    fingerprint: new Uint8Array(192),
    contentHash: '00',
  });
  const scope = { service: 's', embedding: 'e' };
  const writing = Promise.all([
    write(0, (number) => stores.backplane.keyValue('keys').create(`k${number}`, new Uint8Array(2_000))),
    write(1, (number) => stores.catalog.apply(scope, [{ kind: 'put', seq: number + 1, document: name(number) }])),
  ]);
  return {
    acknowledged,
    async stop() {
      stop.abort();
      await writing;
    },
  };
}

const hashes = () =>
  Promise.all(
    files.map(async (file) =>
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    ),
  );

test('nothing is committed to any of them at the moment; then writes go on, and the files stay as they were', async () => {
  const writing = keepWriting();
  await expect.poll(() => Math.min(...writing.acknowledged)).toBeGreaterThan(20);
  let atMoment: number[] = [];
  const pin = await pinDatabases(files, async () => {
    // What was committed just before it is acknowledged now.
    await pause(100);
    const before = [...writing.acknowledged];
    await pause(300);
    atMoment = [...writing.acknowledged];
    expect(atMoment).toEqual(before);
  });
  const pinned = await hashes();
  const [keys = 0, documents = 0] = atMoment;
  // More than SQLite lets the log grow before it would be brought into the file.
  await expect
    .poll(() => Math.min(...writing.acknowledged), { timeout: 30_000 })
    .toBeGreaterThan(Math.max(keys, documents) + 1_500);
  expect(await hashes()).toEqual(pinned);
  expect(pin.standstill).toBeGreaterThan(400);
  pin.release();
  await expect.poll(hashes).not.toEqual(pinned);
  await writing.stop();
}, 60_000);

test('where writes leave no moment for too long it fails, and holds nothing', async () => {
  const other = new Database(files[1] ?? '');
  other.exec('BEGIN IMMEDIATE');
  await expect(pinDatabases(files, async () => {})).rejects.toThrow('catalog.db is being written to without a pause');
  other.exec('ROLLBACK');
  other.close();
  await stores.backplane.keyValue('keys').create('after', new Uint8Array());
  await (await pinDatabases(files, async () => {})).release();
});
