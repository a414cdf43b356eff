import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { picturesDirectory, sampleProducts } from '@openfashion/samples';
import { runCli, startCli } from 'openfashion/testing';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PictureSite, startPictureSite } from '../harness/picture-site.js';
import { startTestNode, type TestNode } from '../harness/single-node.js';

/** The command against the real single node, as a person goes through it. */
let node: TestNode;
let site: PictureSite;
let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openfashion-e2e-'));
  [node, site] = await Promise.all([startTestNode(), startPictureSite(picturesDirectory)]);
  env = { OPENFASHION_DATA_DIR: node.directory, OPENFASHION_URL: node.node.baseUrl };
  const { stdout } = await runCli(['keys', 'create', '--json'], { env });
  const { appKey, secretKey } = JSON.parse(stdout);
  env = { ...env, OPENFASHION_APP_KEY: appKey, OPENFASHION_SECRET_KEY: secretKey };
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const run = (...args: string[]) => runCli(args, { env });
async function json(...args: string[]) {
  const { code, stdout, stderr } = await run(...args, '--json');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return JSON.parse(stdout);
}

const products = sampleProducts().slice(0, 6);
const picture = (productId: string) => `${site.url}/${productId}.jpg`;
const line = (productId: string, name: string, imageUrl: string, category1Id = '1') =>
  JSON.stringify({
    productId,
    status: 'enable',
    name,
    category1Id,
    category2Id: '',
    category3Id: '',
    imageUrl,
    s1: '',
    s2: '',
  });

test('a shop is made, indexed, searched and taken down', async () => {
  await json('services', 'create', 'shop');

  const file = join(folder, 'products.jsonl');
  const lines = products.map(({ productId, name }, index) =>
    line(productId, name, picture(productId), String(index % 2)),
  );
  await writeFile(file, [...lines, line('broken', 'No picture', `${site.url}/none.jpg`), '{"productId": '].join('\n'));
  const indexed = await run('index', file, '--service', 'shop');
  expect(indexed.code).toBe(1);
  expect(indexed.stdout).toMatch(/finished.*8 lines/);
  expect(indexed.stdout).toMatch(/7 +broken +InvalidImageURLException\n +8 +- +InvalidLine/);

  expect(await json('services', 'show', 'shop')).toMatchObject({ serviceName: 'shop', documentCount: products.length });
  const [job] = (await json('jobs', 'list', '--service', 'shop')).items;
  expect(job).toMatchObject({ status: 'finished', addedCount: products.length, failedCount: 2 });
  const shown = await run('jobs', 'show', job.id, '--service', 'shop');
  expect(shown.stdout).toContain('InvalidLine');

  const [first, second] = products.map(({ productId }) => productId);
  const byId = await json('search', '--service', 'shop', '--product', first ?? '', '--include-duplicates');
  expect(byId.items.map(({ productId }: { productId: string }) => productId)).not.toContain(first);
  expect(byId.totalCount).toBe(products.length - 1);
  const filtered = await json('search', '--service', 'shop', '--product', first ?? '', '--filter', 'category1Id=1');
  expect(filtered.items.every(({ category1Id }: { category1Id: string }) => category1Id === '1')).toBe(true);
  const byFile = await json('search', '--service', 'shop', '--image', join(picturesDirectory, `${second}.jpg`));
  expect(byFile.items[0]).toMatchObject({ productId: second });

  await json('services', 'delete', 'shop');
  const gone = await run('services', 'show', 'shop');
  expect(gone).toMatchObject({ code: 1, stdout: '' });
  expect(gone.stderr).toMatch(/^error NotExistService \(-42000\)/);
});

test('a picture is detected, drawn, tagged and searched by its item', async () => {
  await json('services', 'create', 'looks');
  const url = picture(products[0]?.productId ?? '');
  const saved = join(folder, 'items.jpg');
  const detected = await json('detect', '--service', 'looks', url, '--save', saved);
  expect(detected.totalCount).toBeGreaterThan(0);
  const original = await sharp(await readFile(join(picturesDirectory, `${products[0]?.productId}.jpg`))).metadata();
  expect(await sharp(await readFile(saved)).metadata()).toMatchObject({
    width: original.width,
    height: original.height,
    format: 'jpeg',
  });
  const table = await run('detect', '--service', 'looks', url);
  expect(table.stdout).toMatch(/^item +type +score +left.*\n +1 +[A-Z_]+ +\d\.\d{5}/);

  const link: string = detected.items[0].link;
  expect(await json('search', '--service', 'looks', '--link', link)).toMatchObject({ totalCount: 0 });
  const tagged = await run('tag', '--service', 'looks', url, '--lang', 'ko');
  expect(tagged.code).toBe(0);
  expect(tagged.stdout).toMatch(/^[A-Z_]+ 0\.\d{5}.*\nattribute +label +score\ncategory +\S*[가-힣]/);
});

test('a job is canceled while it runs, and its command says so', async () => {
  await json('services', 'create', 'cancels');
  const file = join(folder, 'many.csv');
  const rows = Array.from({ length: 400 }, (_, at) => {
    const { productId, name } = products[at % products.length] ?? { productId: '', name: '' };
    return `p${at},enable,${name},,,,${picture(productId)}?v=${at},,`;
  });
  await writeFile(file, rows.join('\n'));
  const running = startCli(['index', file, '--service', 'cancels'], { env });
  await running.stderrHas('running: ');
  const { items } = await json('jobs', 'list', '--service', 'cancels');
  await json('jobs', 'cancel', items[0].id, '--service', 'cancels');
  const { code, stdout } = await running.ended;
  expect(code).toBe(1);
  expect(stdout).toMatch(/canceled: many\.csv, 400 lines/);
  const unknown = await run('jobs', 'cancel', 'no-such-job', '--service', 'cancels');
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toMatch(/NotFoundIndexId/);
});

test('a second server on the folder is refused, and the keys of the first go on', async () => {
  await expect(startTestNode({ OPENFASHION_DATA_DIR: node.directory })).rejects.toThrow(node.directory);
  const listed = await json('keys', 'list');
  expect(listed.map(({ appKey }: { appKey: string }) => appKey)).toContain(env['OPENFASHION_APP_KEY']);
});
