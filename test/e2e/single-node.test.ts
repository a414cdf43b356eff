import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.js';
import { offerRequest } from '../harness/open-request.js';
import { ServerProcess } from '../harness/server-process.js';

const shell = promisify(execFile);

let directory: string;
let first: ServerProcess;
let curls: string[];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'openfashion-e2e-'));
  first = new ServerProcess(directory);
  await first.line('The sample catalogue is searchable: 202 products.');
  curls = first.lines.filter((line) => line.trim().startsWith('curl ')).map((line) => line.trim());
}, 180_000);
afterAll(async () => {
  first.child.kill('SIGKILL');
  await first.exit;
  await rm(directory, { recursive: true, force: true });
});

const paste = async (line: string) => JSON.parse((await shell('sh', ['-c', `${line} -sS`])).stdout);

test('the first start prints lines that work when pasted', async () => {
  expect(curls).toHaveLength(5);
  for (const line of curls) {
    const answer = await paste(line);
    expect(answer.header, line).toMatchObject({ isSuccessful: true });
  }
  const [, , byProduct = '', byPicture = '', tags = ''] = curls;
  expect((await paste(byProduct)).data.totalCount).toBeGreaterThan(0);
  expect((await paste(byPicture)).data.items[0]).toMatchObject({ productId: 'dress-floral-cream-01', similarity: 1 });
  expect((await paste(tags)).data.items[0].type).toBe('DRESS');
});

test('a sample’s address opens in a browser, and no other file of the folder does', async () => {
  const { data } = await paste(curls[2] ?? '');
  const picture = await fetch(data.items[0].imageUrl);
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
  const base = await first.baseUrl();
  for (const path of [
    '/samples/',
    '/samples/../index.js',
    '/samples/%2e%2e/index.js',
    '/samples/..%2findex.js',
    '/samples/none.jpg',
  ]) {
    expect((await fetch(base + path)).status, path).toBe(404);
  }
});

test('the data folder and the operator’s channel are this user’s alone', async () => {
  expect((await stat(directory)).mode & 0o077).toBe(0);
  expect((await stat(join(directory, 'operator.sock'))).mode & 0o077).toBe(0);
});

test('a second server on the folder is refused by name', async () => {
  const second = new ServerProcess(directory);
  expect(await second.exit).toBe(1);
  expect(second.errors.join('\n')).toContain(`the data folder ${directory} is in use by process ${first.child.pid}`);
});

test('a wrong setting stops the start with a sentence that names it', async () => {
  const wrong = new ServerProcess(directory, { OPENFASHION_PORT: 'http' });
  expect(await wrong.exit).toBe(1);
  expect(wrong.errors).toEqual([expect.stringContaining('OPENFASHION_PORT: must be a whole number (is "http")')]);
});

test('no log line carries a secret', async () => {
  const secrets = first.lines
    .filter((line) => line.includes('secret key'))
    .map((line) => line.trim().split(/\s+/).at(-1) ?? '?');
  expect(secrets).toHaveLength(2);
  expect(first.errors.length).toBeGreaterThan(0);
  for (const secret of secrets) expect(first.errors.join('\n')).not.toContain(secret);
});

test('SIGTERM finishes what was accepted and exits 0; everything is there at the next start, which makes no keys', async () => {
  const client = await first.sampleClient();
  // The server has asked for its body: the request is accepted before the signal.
  const underWay = await offerRequest(client, `/v2.0/appkeys/${client.appKey}/services/catalogue/indexes`);
  if (!('finish' in underWay)) throw new Error(`the request was answered ${underWay.text}`);
  first.child.kill('SIGTERM');
  await eventually('it stops', async () => first.errors.some((line) => line.includes('"stopping"')));
  const { envelope } = await underWay.finish('jsonl', JSON.stringify({ productId: 'none', status: 'disable' }));
  expect(envelope.header.isSuccessful).toBe(true);
  expect(await first.exit).toBe(0);

  const port = new URL(await first.baseUrl()).port;
  const again = new ServerProcess(directory, { OPENFASHION_PORT: port });
  await again.line('The sample catalogue is searchable: 202 products.');
  expect(again.lines.join('\n')).not.toContain('secret key');
  expect((await paste(curls[2] ?? '')).data.totalCount).toBeGreaterThan(0);
  again.child.kill('SIGKILL');
  await again.exit;

  const afterCrash = new ServerProcess(directory, { OPENFASHION_PORT: port });
  await afterCrash.line('The sample catalogue is searchable: 202 products.');
  expect((await paste(curls[2] ?? '')).data.totalCount).toBeGreaterThan(0);
  afterCrash.child.kill('SIGTERM');
  expect(await afterCrash.exit).toBe(0);
});
