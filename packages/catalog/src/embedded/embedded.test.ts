import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'libsql';
import { afterAll, expect, test } from 'vitest';
import loadWabt from 'wabt';
import { catalogSuite } from '../suite.js';
import { openEmbeddedCatalog } from './index.js';
import { scanModule } from './scan.js';

const folders: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'catalog-'));
  folders.push(folder);
  return folder;
}
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

catalogSuite('embedded', async () => openEmbeddedCatalog({ directory: await newFolder() }));

test('scan.ts is what scan.wat assembles to', async () => {
  const wabt = await loadWabt();
  const source = readFileSync(new URL('./scan.wat', import.meta.url), 'utf8');
  const { buffer } = wabt.parseWat('scan.wat', source, { simd: true }).toBinary({});
  expect(Buffer.from(buffer).toString('base64')).toBe(scanModule.toString('base64'));
});

const scope = { service: 's', embedding: 'e' };

/** Writes as fast as it can and prints the last seq that was acknowledged, until it is killed. */
const writerProgram = (adapter: string, directory: string, round: number) => `
  import { openEmbeddedCatalog } from ${JSON.stringify(adapter)};
  const catalog = await openEmbeddedCatalog({ directory: ${JSON.stringify(directory)} });
  await catalog.ensureCollection({ embedding: 'e', dimension: 4 });
  const vector = Float32Array.of(1, 0, 0, 0);
  const document = (productId) =>
    ({ productId, name: 'n', imageUrl: 'u', vector, fingerprint: new Uint8Array(192), contentHash: '' });
  for (let n = 1; ; n++) {
    const seq = ${round} * 100000 + n;
    const writes = [{ kind: 'put', seq, document: document('r${round}-' + n) }];
    if (n > 1) writes.push({ kind: 'remove', seq, productId: 'r${round}-' + (n - 1) });
    await catalog.apply(${JSON.stringify(scope)}, writes);
    console.log(n);
  }
`;

test('what was acknowledged is there after kill -9, and what was removed is gone', async () => {
  const directory = await newFolder();
  const adapter = new URL('../../dist/embedded/index.js', import.meta.url).href;
  const last: number[] = [];
  for (let round = 0; round < 4; round++) {
    const program = join(directory, 'writer.mjs');
    await writeFile(program, writerProgram(adapter, directory, round));
    const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const n of createInterface({ input: child.stdout })) {
      last[round] = Number(n);
      if (Number(n) === 5 + 40 * round) child.kill('SIGKILL');
    }
  }
  const catalog = await openEmbeddedCatalog({ directory });
  const left: string[] = [];
  for await (const { productId } of catalog.export(scope)) left.push(productId);
  // Of each round the acknowledged last write or the one after it, which was under way.
  for (const [round, n] of last.entries()) {
    expect(left.filter((id) => id.startsWith(`r${round}-`))).toEqual([
      expect.stringMatching(new RegExp(`^r${round}-(${n}|${n + 1})$`)),
    ]);
  }
  expect(await catalog.count(scope)).toBe(left.length);
  expect((await catalog.search(scope, { vector: Float32Array.of(1, 0, 0, 0), limit: 9, filters: [] })).length).toBe(
    left.length,
  );
  await catalog.close();
});

test('the database synchronises fully, and a newer release’s is refused by a sentence', async () => {
  const directory = await newFolder();
  const catalog = await openEmbeddedCatalog({ directory });
  await catalog.close();
  const database = new Database(join(directory, 'catalog.db'));
  expect(database.prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
  database.exec('PRAGMA user_version = 99');
  database.close();
  await expect(openEmbeddedCatalog({ directory })).rejects.toMatchObject({
    cause: expect.objectContaining({ message: expect.stringContaining('catalog.db was written by a newer release') }),
  });
  await writeFile(join(directory, 'catalog.db'), 'this is no database, only text that stands where one should be');
  await expect(openEmbeddedCatalog({ directory })).rejects.toThrow();
});

test('dropped services stay dropped after a restart', async () => {
  const directory = await newFolder();
  const document = {
    productId: 'p',
    name: 'n',
    imageUrl: 'u',
    vector: Float32Array.of(1, 0),
    fingerprint: new Uint8Array(1),
    contentHash: '',
  };
  const first = await openEmbeddedCatalog({ directory });
  await first.ensureCollection({ embedding: 'e', dimension: 2 });
  await first.apply(scope, [{ kind: 'put', seq: 1, document }]);
  await first.drop('s');
  await first.close();
  const second = await openEmbeddedCatalog({ directory });
  await second.apply(scope, [{ kind: 'put', seq: 2, document }]);
  expect(await second.count(scope)).toBe(0);
  await second.close();
});
