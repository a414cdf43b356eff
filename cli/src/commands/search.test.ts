import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Received } from '../testing/answering-server.js';
import { appKey, asTenant, type TenantsCli } from '../testing/as-tenant.js';

const items = [
  { similarity: 0.91234, productId: '8980335', name: '빨간 원피스', imageUrl: 'http://shop.example/1.jpg', s1: 'red' },
  { similarity: 0.8, productId: '12', name: 'Blue dress', imageUrl: 'http://shop.example/2.jpg', category1Id: '3' },
];
let cli: TenantsCli;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openfashion-cli-'));
  cli = await asTenant(() => ({ data: { totalCount: items.length, items } }));
});
afterAll(async () => {
  await cli.server.close();
  await rm(folder, { recursive: true });
});

async function requested(...args: string[]): Promise<Received> {
  const { code, stderr } = await cli.run('search', '--service', 'shop', ...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const last = cli.server.requests.at(-1);
  if (last === undefined) throw new Error('nothing was requested');
  return last;
}

const form = ({ headers, body }: Received) =>
  new Response(new Uint8Array(body), { headers: { 'content-type': String(headers['content-type']) } }).formData();

const services = `/v2.0/appkeys/${appKey}/services/shop`;

test('a product id goes into the path, whatever is in it', async () => {
  const { method, url } = await requested('--product', 'a/b c%', '--limit', '7');
  expect(method).toBe('GET');
  expect(url.pathname).toBe(`${services}/products/a%2Fb%20c%25/search`);
  expect([...url.searchParams]).toEqual([['limit', '7']]);
});

test('filters, similarity and duplicates are passed on as the API spells them', async () => {
  const filters = ['--filter', 'category1Id=equal:3,4', '--filter', 's1=!equal:a=b', '--filter', 's1=c'];
  const { url } = await requested('--product', '1', ...filters, '--min-similarity', '0.5', '--include-duplicates');
  expect([...url.searchParams]).toEqual([
    ['limit', '10'],
    ['filter.category1Id', 'equal:3,4'],
    ['filter.s1', '!equal:a=b'],
    ['filter.s1', 'c'],
    ['minSimilarity', '0.5'],
    ['includeDuplicates', 'true'],
  ]);
});

test('a link keeps its pluses', async () => {
  const { method, url } = await requested('--link', 'eyJ+/w==');
  expect(method).toBe('GET');
  expect(url.pathname).toBe(`${services}/search`);
  expect(url.search).toBe('?link=eyJ%2B%2Fw%3D%3D&limit=10');
});

test('a picture of this machine is uploaded', async () => {
  const picture = join(folder, 'look.jpg');
  await writeFile(picture, Buffer.from([0xff, 0xd8, 1, 2, 3]));
  const request = await requested('--image', picture, '--filter', 's2=x');
  expect(request).toMatchObject({ method: 'POST', url: { pathname: `${services}/search` } });
  const fields = await form(request);
  const file = fields.get('imageFile') as File;
  expect(file.name).toBe('look.jpg');
  expect(Buffer.from(await file.arrayBuffer())).toEqual(Buffer.from([0xff, 0xd8, 1, 2, 3]));
  expect([fields.get('limit'), fields.get('filter.s2')]).toEqual(['10', 'x']);
});

test('the address of a picture is a field of the form', async () => {
  const fields = await form(await requested('--image-url', 'https://cdn.example/a.jpg?x=1&y=2'));
  expect([...fields]).toEqual([
    ['limit', '10'],
    ['imageUrl', 'https://cdn.example/a.jpg?x=1&y=2'],
  ]);
});

test('the products are a table with the filter fields that they have', async () => {
  const { stdout } = await cli.run('search', '--service', 'shop', '--product', '1');
  expect(stdout).toBe(
    [
      'similarity  productId  name         category1Id  s1   imageUrl',
      '0.91234     8980335    빨간 원피스  -            red  http://shop.example/1.jpg',
      '0.80000     12         Blue dress   3            -    http://shop.example/2.jpg',
      '',
    ].join('\n'),
  );
});

test.each([
  ['no query', []],
  ['two queries', ['--product', '1', '--link', 'x']],
  ['a file that is not there', ['--image', '/nowhere/a.jpg']],
  ['a product id that no address can hold', ['--product', '..']],
])('%s ends with 2 and asks nothing', async (_, args) => {
  const before = cli.server.requests.length;
  const { code, stderr } = await cli.run('search', '--service', 'shop', ...args);
  expect(code).toBe(2);
  expect(stderr).toMatch(/give one of|there is no such file|productId: must not be \.\./);
  expect(cli.server.requests).toHaveLength(before);
});

test('a picture over 5 MB ends with 2 and is not sent', async () => {
  const picture = join(folder, 'large.png');
  await writeFile(picture, new Uint8Array(5 * 1_048_576 + 1));
  const before = cli.server.requests.length;
  const { code, stderr } = await cli.run('search', '--service', 'shop', '--image', picture);
  expect({ code, stderr }).toEqual({ code: 2, stderr: `error ${picture}: it has more than 5 MB\n` });
  expect(cli.server.requests).toHaveLength(before);
});
