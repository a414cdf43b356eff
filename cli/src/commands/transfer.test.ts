import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CatalogDocument } from '@openfashion/catalog';
import { operatorOf } from '@openfashion/composition/operator';
import { openEmbeddedStores } from '@openfashion/composition/stores';
import { createTenancy } from '@openfashion/tenancy';
import { dataFolder, type Operator, serveOperator } from '@openfashion/tenancy/operator';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli, startCli } from '../testing/run-cli.js';

let folder: string;
let data: string;
let appKey: string;
let closing: (() => unknown)[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openfashion-transfer-'));
  data = join(folder, 'data');
  closing = [];
});
afterEach(async () => {
  await stop();
  await rm(folder, { recursive: true });
});
async function stop() {
  for (const close of closing.splice(0)) await close();
}

/** What a server does for its operator on the folder. */
async function start() {
  const stores = await openEmbeddedStores(data, (_name, close) => closing.unshift(close));
  const tenancy = createTenancy(stores);
  const channel = await serveOperator({
    socketPath: dataFolder(data).operatorSocket,
    ...operatorOf({ ...stores, catalog: async () => stores.catalog }, ['e']),
  });
  closing.unshift(() => channel.close());
  return { ...stores, tenancy };
}

const document = (number: number): CatalogDocument => ({
  productId: `상품-${String(number).padStart(5, '0')}`,
  name: '드레스 👗',
  imageUrl: 'http://shop.example/1.jpg',
  vector: new Float32Array([Math.cos(number), Math.sin(number)]),
  fingerprint: new Uint8Array(192).fill(number),
  contentHash: '0'.repeat(64),
});

/** A data folder with the service `shop` of so many documents, and nobody on it. */
async function fill(documents: number) {
  const { catalog, tenancy } = await start();
  await catalog.ensureCollection({ embedding: 'e', dimension: 2 });
  ({ appKey } = await tenancy.createAppKey());
  const { id } = await tenancy.createService(appKey, 'shop', 'e');
  const writes = Array.from({ length: documents }, (_, number) => ({
    kind: 'put' as const,
    seq: 1,
    document: document(number),
  }));
  for (let from = 0; from < documents; from += 1_000) {
    await catalog.apply({ service: id, embedding: 'e' }, writes.slice(from, from + 1_000));
  }
  await stop();
  return id;
}

const env = (more: Record<string, string> = {}) => ({
  OPENFASHION_DATA_DIR: data,
  OPENFASHION_APP_KEY: appKey,
  ...more,
});
const cli = (args: string[], more: { input?: string; env?: Record<string, string> } = {}) =>
  runCli(args, { ...more, env: env(more.env) });
const out = () => join(folder, 'shop.jsonl');

// Each runs many commands, one after the other.
const timeout = 120_000;

describe.each(['no server', 'a server'])('with %s on the folder', { timeout }, (who) => {
  beforeEach(async () => {
    await fill(1_250);
    if (who === 'a server') await start();
  });

  test('a service goes to a file and into another service', async () => {
    const exported = await cli(['export', 'shop', '--out', out()]);
    expect(exported).toMatchObject({ code: 0, stdout: 'Exported shop: 1,250 documents\n' });
    expect(exported.stderr).toMatch(/^(Exported: [\d,]+ of 1,250 documents\n){2,10}$/);
    expect(exported.stderr).toMatch(/\nExported: 1,250 of 1,250 documents\n$/);
    expect(((await stat(out())).mode & 0o777).toString(8)).toBe('600');
    expect((await readdir(folder)).sort()).toEqual(['data', 'shop.jsonl']);

    const imported = await cli(['import', 'copy', out(), '--create']);
    expect(imported).toMatchObject({ code: 0, stdout: 'Imported into copy: 1,250 added, 0 were there already\n' });
    expect(imported.stderr).toBe('Imported: 1,000 of 1,250 documents\nImported: 1,250 of 1,250 documents\n');
    const again = await cli(['import', 'copy', '-', '--json'], { input: await readFile(out(), 'utf8') });
    expect(JSON.parse(again.stdout)).toEqual({ added: 0, kept: 1_250, removed: 0 });

    const copied = await cli(['export', 'copy']);
    expect(copied).toMatchObject({ code: 0, stderr: 'Exported copy: 1,250 documents\n' });
    const documents = (file: string) => file.split('\n').slice(1).sort();
    expect(documents(copied.stdout)).toEqual(documents(await readFile(out(), 'utf8')));
    const json = await cli(['export', 'shop', '--out', out(), '--json']);
    expect(JSON.parse(json.stdout)).toEqual({ documents: 1_250 });
  });

  test('a backup is made, and a second one into it is refused', async () => {
    const target = join(folder, 'backup');
    const made = await cli(['backup', target]);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toMatch(
      /^Backed up to \S+backup: \d+\.\d MB of databases, 0 files\nas of 20\S+Z; writes waited \d+ ms, all of it took \d+ ms\n$/,
    );
    const refused = await cli(['backup', target]);
    expect(refused).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^error \S+backup: there is a backup already, of 20/),
    });
    const exported = await cli(['export', 'shop'], { env: { OPENFASHION_DATA_DIR: target } });
    expect(exported.stderr).toBe('Exported shop: 1,250 documents\n');
    const json = await cli(['backup', join(folder, 'other'), '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ format: 'openfashion-backup', objects: 0 });
  });
});

test('what is refused changes nothing, and a file that was there stays', { timeout }, async () => {
  await fill(1_250);
  await start();
  await writeFile(out(), 'the file of last week');
  const gone = await cli(['export', 'nowhere', '--out', out()]);
  expect(gone).toEqual({ code: 1, stdout: '', stderr: 'error NotExistService: serviceName: no service nowhere\n' });
  expect(await readFile(out(), 'utf8')).toBe('the file of last week');
  expect((await readdir(folder)).sort()).toEqual(['data', 'shop.jsonl']);

  const wrong = await cli(['import', 'shop', out()]);
  expect(wrong).toEqual({ code: 1, stdout: '', stderr: 'error line 1: is not JSON\n' });
  const { stdout } = await cli(['export', 'shop']);
  const cut = await cli(['import', 'new', '-', '--create'], { input: stdout.slice(0, -60) });
  expect(cut).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('error line 1251: is not JSON') });
});

describe('a command line that is wrong is refused before anything is done:', () => {
  beforeEach(() => fill(1));

  test.each<[string, string[], string]>([
    ['no file', ['import', 'shop', 'nowhere.jsonl'], 'nowhere.jsonl: there is no such file'],
    ['a folder for a file', ['import', 'shop', '.'], '.: it is a folder'],
    [
      'a file below a file',
      ['export', 'shop', '--out', '/dev/null/x'],
      '/dev/null/x: what stands before it is no folder',
    ],
    ['JSON beside the file itself', ['export', 'shop', '--json'], '--json needs --out'],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await cli(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test('no app key, no data folder', async () => {
    for (const args of [
      ['export', 'shop'],
      ['import', 'shop', '-'],
    ]) {
      const { code, stderr } = await cli(args, { env: { OPENFASHION_APP_KEY: '' } });
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('app key: give --app-key') });
    }
    const { code, stderr } = await cli(['backup', join(folder, 'b')], {
      env: { OPENFASHION_DATA_DIR: join(folder, 'no') },
    });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('data folder: there is no') });
    expect(await readdir(folder)).toEqual(['data']);
  });
});

test('an import says what it waits for, and ends at Ctrl-C', async () => {
  const id = await fill(5);
  const { stdout } = await cli(['export', 'shop']);
  const { backplane } = await start();
  // Somebody coordinates the service, as a job does.
  const leases = backplane.keyValue('index-leases');
  let revision = await leases.create(id, new Uint8Array());
  const renewing = setInterval(async () => {
    revision = await leases.update(id, new Uint8Array(), revision);
  }, 500);
  closing.unshift(() => clearInterval(renewing));
  const importing = startCli(['import', 'shop', '-'], { env: env(), input: stdout });
  await importing.stderrHas('Waiting for the index jobs of shop to end …');
  importing.stop('SIGINT');
  const ended = await importing.ended;
  expect(ended).toMatchObject({ code: 130, stdout: '' });
  expect(ended.stderr).toContain('Stopped; what was added stays');
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('an export that %s stops leaves what was there before, and ends with %i', async (signal, code) => {
  await mkdir(data, { mode: 0o700 });
  appKey = 'key';
  const channel = await serveOperator({
    socketPath: dataFolder(data).operatorSocket,
    operator: {} as Operator,
    transfers: {
      async *exportService(_appKey, _service, signal) {
        yield Buffer.from('{"documents":2}\n{}\n');
        await once(signal, 'abort');
      },
      importService: () => {
        throw new Error('not in this test');
      },
    },
  });
  closing.unshift(() => channel.close());
  await writeFile(out(), 'the file of last week');
  const exporting = startCli(['export', 'shop', '--out', out()], { env: env() });
  await exporting.stderrHas('Exported: 1 of 2 documents');
  expect(await readdir(folder)).toContainEqual(expect.stringContaining('.part-'));
  exporting.stop(signal);
  expect(await exporting.ended).toMatchObject({
    code,
    stderr: expect.stringContaining('Stopped; nothing was left under the name of the file'),
  });
  expect((await readdir(folder)).sort()).toEqual(['data', 'shop.jsonl']);
  expect(await readFile(out(), 'utf8')).toBe('the file of last week');
});

test('a backup for which there is no room leaves nothing', async () => {
  await fill(2_000);
  const bin = fileURLToPath(new URL('../../bin/openfashion.js', import.meta.url));
  // A file may have 128 KB.
  const child = spawn(
    'bash',
    ['-c', 'ulimit -f 128; exec "$0" "$@"', process.execPath, bin, 'backup', join(folder, 'backup')],
    {
      env: { ...process.env, OPENFASHION_DATA_DIR: data },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(/^error the backup to \S+backup failed: EFBIG: file too large/),
  });
  expect(await readdir(folder)).toEqual(['data']);
});
