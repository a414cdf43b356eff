import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Received, Reply } from '../testing/answering-server.js';
import { asTenant, type TenantsCli } from '../testing/as-tenant.js';

const id = '24bb94b3-8a6b-488e-b038-4f6038da2596';
let folder: string;
let file: string;
let cli: TenantsCli | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openfashion-cli-'));
  file = join(folder, 'products.jsonl');
  await writeFile(file, '{"productId":"1"}\n{"productId":"2"}\n');
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => cli?.server.close());

const job = (status: string, counts: Partial<Record<'added' | 'failed' | 'exceeded', number>> = {}) => ({
  id,
  serviceName: 'shop',
  filename: 'products.jsonl',
  status,
  requestedTime: 1_700_000_000,
  startTime: status === 'reserved' ? null : 1_700_000_001,
  finishTime: status === 'reserved' || status === 'running' ? null : 1_700_000_009,
  addedCount: counts.added ?? 0,
  updatedCount: 0,
  deletedCount: 0,
  failedCount: counts.failed ?? 0,
  exceededCount: counts.exceeded ?? 0,
  totalCount: 4,
});
const lists = { addedProductIds: ['1'], updatedProductIds: [], deletedProductIds: [] };
const done = { ...job('finished', { added: 4 }), ...lists, failedProductIds: [], exceededProductIds: [], failures: [] };

/** A server on which the job passes through these states, one a question. */
async function indexing(states: readonly (ReturnType<typeof job> | Reply)[], detail: object): Promise<TenantsCli> {
  let asked = 0;
  cli = await asTenant(({ method, url }: Received) => {
    if (method === 'POST') return { data: { indexId: id } };
    if (url.pathname.endsWith(id)) return { data: { total: 1, items: [detail] } };
    const state = states[Math.min(asked++, states.length - 1)] ?? { data: undefined };
    return 'id' in state ? { data: { total: 1, items: [state] } } : state;
  });
  return cli;
}

test('a file is sent with the format of its extension and followed until its job ended', async () => {
  const states = [job('reserved'), job('running', { added: 2 }), job('finished', { added: 4 })];
  const { run, server } = await indexing(states, done);
  const { code, stdout, stderr } = await run('index', file, '--service', 'shop');
  expect(code).toBe(0);
  expect(stderr.split('\n')).toEqual([
    `Accepted as job ${id}`,
    'reserved: 0 of 4 lines',
    'running: 2 of 4 lines',
    'finished: 4 of 4 lines',
    '',
  ]);
  expect(stdout).toContain(`Job ${id} finished: products.jsonl, 4 lines`);
  expect(stdout).toContain('added  updated  deleted  failed  exceeded\n    4        0        0       0         0');
  const upload = server.requests[0];
  const type = { headers: { 'content-type': String(upload?.headers['content-type']) } };
  const fields = await new Response(new Uint8Array(upload?.body ?? []), type).formData();
  expect(fields.get('format')).toBe('jsonl');
  expect(await (fields.get('file') as File).text()).toBe('{"productId":"1"}\n{"productId":"2"}\n');
  expect((fields.get('file') as File).name).toBe('products.jsonl');
});

const bad = {
  ...job('finished', { added: 1, failed: 2, exceeded: 1 }),
  ...lists,
  failedProductIds: ['2'],
  exceededProductIds: ['4'],
  failures: [
    { line: 2, productId: '2', reason: 'ImageTimeoutError' },
    { line: 3, reason: 'InvalidLine' },
  ],
};

test('every line that failed is reported with its reason, and the exit code is 1', async () => {
  const { run } = await indexing([job('finished', { added: 1, failed: 2, exceeded: 1 })], bad);
  const { code, stdout } = await run('index', file, '--service', 'shop');
  expect(code).toBe(1);
  expect(stdout).toContain(
    'Failed lines\nline  productId  reason\n   2  2          ImageTimeoutError\n   3  -          InvalidLine\n',
  );
  expect(stdout).toContain('No room for these products: the service is full\n  4\n');
});

test('with --json the output is the detail and nothing else', async () => {
  const { run } = await indexing([job('finished', { added: 1, failed: 2, exceeded: 1 })], bad);
  const { code, stdout } = await run('index', file, '--service', 'shop', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual({ total: 1, items: [bad] });
});

test('a server that gives no reasons still names the products that failed', async () => {
  const { failures: _, ...plain } = bad;
  const { run } = await indexing([job('finished', { added: 1, failed: 2, exceeded: 1 })], plain);
  const { code, stdout } = await run('index', file, '--service', 'shop');
  expect(code).toBe(1);
  expect(stdout).toContain('Failed lines\n  2\n');
});

test('--no-wait prints the id and goes', async () => {
  const { run, server } = await indexing([], done);
  const { code, stdout } = await run('index', file, '--service', 'shop', '--no-wait', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ indexId: id });
  expect(server.requests).toHaveLength(1);
});

test('a link is passed on with the format of its path', async () => {
  const { run, server } = await indexing([], done);
  const link = 'https://cdn.example/a/products.csv?token=1';
  const { code } = await run('index', '--link', link, '--service', 'shop', '--no-wait');
  expect(code).toBe(0);
  expect(server.requests[0]?.body.toString()).toMatch(/name="format"\r\n\r\ncsv\r\n/);
  expect(server.requests[0]?.body.toString()).toContain(`name="link"\r\n\r\n${link}\r\n`);
});

test('a server that restarts meanwhile is asked again', async () => {
  const states = [job('running'), { error: [-50000, 'InternalServerError'] } as const, job('finished', { added: 4 })];
  const { run } = await indexing(states, done);
  const { code, stderr } = await run('index', file, '--service', 'shop');
  expect(code).toBe(0);
  expect(stderr).toContain('InternalServerError (-50000): request id the-id; asking again');
});

test('Ctrl-C stops following, not the job, and says so', async () => {
  const { start } = await indexing([job('running', { added: 1 })], done);
  const running = start('index', file, '--service', 'shop');
  await running.stderrHas('running: 1 of 4 lines');
  running.stop('SIGINT');
  const { code, stdout, stderr } = await running.ended;
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(stderr).toContain(`Stopped following; the job goes on: openfashion jobs show ${id} --service shop`);
});

test.each([
  ['neither file nor link', [], 'give either a file or --link'],
  ['both', ['products.jsonl', '--link', 'http://a/b.csv'], 'give either a file or --link'],
  ['an extension that tells nothing', ['products.txt'], 'products.txt: give --format jsonl or --format csv'],
  ['a file that is not there', ['nothing.csv'], 'nothing.csv: there is no such file'],
])('%s ends with 2', async (_, args, message) => {
  const { run, server } = await indexing([], done);
  const { code, stderr } = await run('index', ...args, '--service', 'shop');
  expect({ code, stderr }).toEqual({ code: 2, stderr: `error ${message}\n` });
  expect(server.requests).toEqual([]);
});
