import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asTenant, type TenantsCli } from '../testing/as-tenant.js';

const linkOf = (told: object) => Buffer.from(JSON.stringify(told)).toString('base64');
const items = [
  { link: linkOf({ type: 'JACKET' }), center: [0.5, 0.4], b0: [0.25, 0.1], b1: [0.75, 0.7], score: 0.97321 },
  { link: 'b3BhcXVl', center: [0.5, 0.85], b0: [0.4, 0.7], b1: [0.6, 1], score: 0.6 },
];
let cli: TenantsCli;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openfashion-cli-'));
  const picture = await sharp({ create: { width: 300, height: 400, channels: 3, background: '#cccccc' } })
    .jpeg()
    .toBuffer();
  cli = await asTenant(({ url }) => {
    if (url.pathname === '/look.jpg') return { status: 200, bytes: picture };
    if (url.pathname === '/gone.jpg') return { status: 404, bytes: 'gone' };
    return { data: { totalCount: 2, query: `path=${url.searchParams.get('path')}`, items } };
  });
});
afterAll(async () => {
  await cli.server.close();
  await rm(folder, { recursive: true });
});

test('items are a table; the type is there where the link tells it', async () => {
  const { code, stdout } = await cli.run('detect', '--service', 'shop', 'https://cdn.example/a b.jpg');
  expect(code).toBe(0);
  expect(stdout).toBe(
    [
      'item  type    score    left    top     right   bottom',
      '   1  JACKET  0.97321  25.0 %  10.0 %  75.0 %  70.0 %',
      '   2  -       0.60000  40.0 %  70.0 %  60.0 %  100.0 %',
      '',
    ].join('\n'),
  );
  expect(cli.server.requests.at(-1)?.url.search).toBe('?path=https%3A%2F%2Fcdn.example%2Fa+b.jpg');
});

test('--links prints what search takes', async () => {
  const { stdout } = await cli.run('detect', '--service', 'shop', 'https://cdn.example/a.jpg', '--links');
  expect(stdout).toContain(`\nlink of item 1\n${items[0]?.link}\n`);
});

test('--save draws the items on the picture', async () => {
  const file = join(folder, 'items.png');
  const { code, stderr } = await cli.run('detect', '--service', 'shop', `${cli.server.url}/look.jpg`, '--save', file);
  expect({ code, stderr }).toEqual({ code: 0, stderr: `Saved ${file}\n` });
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 300, height: 400, channels: 3 });
  const at = (x: number, y: number) => [...data.subarray(3 * (y * 300 + x), 3 * (y * 300 + x) + 3)];
  expect(at(75, 200)).toEqual([230, 25, 75]);
  expect(at(120, 350)).toEqual([0, 130, 200]);
  expect(at(10, 10).every((value) => Math.abs(value - 0xcc) <= 2)).toBe(true);
});

test('a picture that this machine cannot fetch ends with 3, after the items', async () => {
  const url = `${cli.server.url}/gone.jpg`;
  const { code, stdout, stderr } = await cli.run(
    ...['detect', '--service', 'shop', url, '--save', join(folder, 'gone.png')],
  );
  expect({ code, stderr }).toEqual({ code: 3, stderr: `error the picture at ${url} answered HTTP 404\n` });
  expect(stdout).toContain('JACKET');
});

test('a file that no picture is saved as ends with 2', async () => {
  const { code, stderr } = await cli.run('detect', '--service', 'shop', 'http://a/b.jpg', '--save', 'items.gif');
  expect(code).toBe(2);
  expect(stderr).toContain('It must end in .png, .jpg or .jpeg.');
});
