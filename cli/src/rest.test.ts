import { afterEach, describe, expect, test } from 'vitest';
import type { Received, Reply } from './testing/answering-server.js';
import { appKey, asTenant, secretKey, type TenantsCli } from './testing/as-tenant.js';
import { runCli } from './testing/run-cli.js';

let cli: TenantsCli | undefined;
afterEach(async () => {
  await cli?.server.close();
  cli = undefined;
});

const against = async (answer: (request: Received) => Reply) => {
  cli = await asTenant(answer);
  return cli;
};

const twoServices = {
  totalCount: 2,
  items: [
    { serviceName: 'shop', documentCount: 1200, remainInsertCount: 98_800 },
    { serviceName: 'outlet', documentCount: 0, remainInsertCount: 100_000 },
  ],
};

describe('a success', () => {
  test('is a table for a person', async () => {
    const { run, server } = await against(() => ({ data: twoServices }));
    const { code, stdout, stderr } = await run('services', 'list');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe('service  documents  room for\nshop          1200     98800\noutlet           0    100000\n');
    expect(server.requests).toMatchObject([
      { method: 'GET', headers: { authorization: secretKey }, url: { pathname: `/v2.0/appkeys/${appKey}/services` } },
    ]);
  });

  test('is the data as it was answered with --json', async () => {
    const data = { ...twoServices, more: 'of a later version' };
    const { run } = await against(() => ({ data }));
    const { code, stdout } = await run('services', 'list', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(data);
  });

  test('without data is an empty object with --json', async () => {
    const { run, server } = await against(() => ({}));
    const { code, stdout } = await run('services', 'create', 'my-shop', '--json');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '{}\n' });
    expect(server.requests[0]).toMatchObject({ method: 'POST', headers: { 'content-type': /json/ } });
    expect(JSON.parse(server.requests[0]?.body.toString() ?? '')).toEqual({ serviceName: 'my-shop' });
  });

  test('cannot give orders to the terminal', async () => {
    const items = [
      { similarity: 0.9, productId: '1', name: 'red \u001b]0;owned\u0007\u009bdress', imageUrl: 'http://a/b' },
    ];
    const { run } = await against(() => ({ data: { totalCount: 1, items } }));
    const { stdout } = await run('search', '--service', 'shop', '--image-url', 'http://a/b');
    expect(stdout).toContain('red \ufffd]0;owned\ufffd\ufffddress');
  });
});

describe('a refusal', () => {
  test('ends with 1 and names result, code and field', async () => {
    const { run } = await against(() => ({ error: [-40000, 'InvalidParam', 'minSimilarity: must be above 0'] }));
    const { code, stdout, stderr } = await run(
      'search',
      '--service',
      'shop',
      '--product',
      '1',
      '--min-similarity',
      '0',
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe('error InvalidParam (-40000): minSimilarity: must be above 0\n');
  });

  test('of the server itself tells the request id', async () => {
    const { run } = await against(() => ({ error: [-50000, 'InternalServerError'] }));
    const { code, stderr } = await run('services', 'show', 'shop');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'error InternalServerError (-50000): request id the-id\n',
    });
  });
});

describe('a server that is not there', () => {
  test('ends with 3', async () => {
    const { run, server } = await against(() => ({}));
    await server.close();
    const { code, stderr } = await run('services', 'list');
    expect(code).toBe(3);
    expect(stderr).toBe(`error cannot reach ${server.url}: nobody listens there (is the server running? npm start)\n`);
  });

  test('but something else is, ends with 3', async () => {
    const { run, server } = await against(() => ({ status: 502, bytes: '<html>Bad gateway</html>' }));
    const { code, stderr } = await run('services', 'list');
    expect(code).toBe(3);
    expect(stderr).toBe(`error ${server.url} is not a server of this API: it answered HTTP 502\n`);
  });

  test('or answers other data than the API has, ends with 3 and names the field', async () => {
    const { run } = await against(() => ({ data: { totalCount: 'two', items: [] } }));
    const { code, stderr } = await run('services', 'list');
    expect(code).toBe(3);
    expect(stderr).toMatch(/answered other data than the API has: .*totalCount/);
  });

  test('or only redirects, never gets the secret sent on', async () => {
    const other = await against(() => ({ data: twoServices }));
    const first = await asTenant(() => ({ status: 307, headers: { Location: `${other.server.url}/` }, bytes: '' }));
    const { code } = await first.run('services', 'list');
    await first.server.close();
    expect(code).toBe(3);
    expect(other.server.requests).toEqual([]);
  });
});

describe('a wrong command line', () => {
  test.each([
    ['no command', [], /Usage: openfashion/],
    ['an unknown command', ['serve'], /unknown command 'serve'/],
    ['an unknown option', ['services', 'list', '--all'], /unknown option '--all'/],
    ['no service', ['search', '--product', '1'], /required option '--service <name>'/],
    ['no app key', ['services', 'list'], /app key: give --app-key or set OPENFASHION_APP_KEY/],
    ['no secret key', ['services', 'list', '--app-key', 'k'], /secret key: set OPENFASHION_SECRET_KEY/],
    ['an address that is none', ['services', 'list', '--url', 'localhost'], /must be an http or https address/],
    ['a limit out of bounds', ['search', '--service', 's', '--limit', '201'], /whole number from 1 to 200/],
    ['a filter of no field', ['search', '--service', 's', '--filter', 'colour=red'], /FIELD of category1Id, /],
  ])('%s ends with 2', async (_, args, message) => {
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

test('help ends with 0 and never shows the secret', async () => {
  const { run, server } = await against(() => ({ error: [-41005, 'UnauthorizedAppKeyOrSecretKey'] }));
  const help = await run('search', '--help');
  expect(help.code).toBe(0);
  expect(help.stdout).toMatch(/other users of\s+this machine can see/);
  const refused = await run('services', 'list', '--secret-key', 'with blank');
  const answered = await run('services', 'list');
  for (const { stdout, stderr } of [help, refused, answered]) {
    expect(stdout + stderr).not.toContain(secretKey);
    expect(stdout + stderr).not.toContain('with blank');
  }
  expect([refused.code, answered.code]).toEqual([2, 1]);
  expect(server.requests).toHaveLength(1);
});
