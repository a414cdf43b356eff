import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDirectory, openEmbeddedBackplane } from '@openfashion/backplane/embedded';
import { operatorOf } from '@openfashion/composition/operator';
import { createTenancy } from '@openfashion/tenancy';
import { dataFolder, serveOperator } from '@openfashion/tenancy/operator';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Unreachable } from '../../failures.js';
import { withOperator } from '../../operator.js';
import { runCli } from '../../testing/run-cli.js';

let folder: string;
let closing: (() => Promise<unknown>)[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openfashion-keys-'));
  closing = [() => rm(folder, { recursive: true })];
});
afterEach(async () => {
  for (const close of closing) await close();
});

const keys = (...args: string[]) => runCli(['keys', ...args], { env: { OPENFASHION_DATA_DIR: folder } });
async function json(...args: string[]) {
  const { code, stdout, stderr } = await keys(...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

/** What a server does for its operator: hold the folder, and answer on its socket. */
async function startServer() {
  const lock = await lockDirectory(folder);
  const backplane = await openEmbeddedBackplane({ directory: dataFolder(folder).backplane });
  const tenancy = createTenancy({ backplane });
  const socketPath = dataFolder(folder).operatorSocket;
  const server = await serveOperator({
    socketPath,
    ...operatorOf({ backplane, catalog: () => Promise.reject(new Error('keys need no documents')) }),
  });
  closing.unshift(
    () => server.close(),
    () => backplane.close(),
    () => lock.release(),
  );
  return tenancy;
}

describe.each(['no server', 'a server'])('with %s on the folder', (who) => {
  beforeEach(async () => {
    if (who === 'a server') await startServer();
  });

  test('create --json prints exactly the pair', async () => {
    const { stdout } = await keys('create', '--label', 'shop', '--json');
    expect(stdout).toMatch(/^\{"appKey":"[\w-]{16,64}","secretKey":"[\w-]{43}"\}\n$/);
    const pair = JSON.parse(stdout);
    expect(await json('list')).toMatchObject([{ appKey: pair.appKey, label: 'shop', secrets: [{}] }]);
  });

  test('a secret is rotated, and an app key revoked', async () => {
    const { appKey } = await json('create');
    const [{ secrets }] = await json('list');
    const added = await json('add-secret', appKey);
    expect(await json('revoke', appKey, secrets[0].id)).toEqual({});
    expect(await json('list')).toMatchObject([{ appKey, secrets: [{ id: added.secretId }] }]);
    await json('revoke', appKey);
    expect(await json('list')).toMatchObject([{ appKey, secrets: [] }]);
  });

  test('a person gets the secret once, and a list without it', async () => {
    const created = await keys('create', '--label', '가게');
    const [, appKey, secretKey] =
      /^app key {5}(\S+)\nsecret key {2}(\S+) {3}\(shown this once\)\n$/.exec(created.stdout) ?? [];
    expect(secretKey).toMatch(/\S{20,}/);
    const { stdout } = await keys('list');
    expect(stdout).toContain('app key');
    expect(stdout).toContain(`${appKey}  가게`);
    expect(stdout).not.toContain(secretKey);
  });

  test('an app key that is not there is an error', async () => {
    const { code, stdout, stderr } = await keys('add-secret', 'no-such-app-key-0001');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error .*no-such-app-key-0001/);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

test('keys that a command made are good on the server at once', async () => {
  const tenancy = await startServer();
  const { appKey, secretKey } = await json('create');
  await expect(tenancy.authenticate(appKey, secretKey)).resolves.toBeUndefined();
  await json('revoke', appKey);
  await expect(tenancy.authenticate(appKey, secretKey)).rejects.toThrow(/Unauthorized/);
});

test('keys made without a server are good on the next one', async () => {
  const { appKey, secretKey } = await json('create');
  const tenancy = await startServer();
  await expect(tenancy.authenticate(appKey, secretKey)).resolves.toBeUndefined();
});

test('commands at the same time take turns on the folder', async () => {
  const made = await Promise.all(['a', 'b', 'c'].map((label) => keys('create', '--label', label)));
  expect(made.map(({ code }) => code)).toEqual([0, 0, 0]);
  const labels = (await json('list')).map(({ label }: { label: string }) => label);
  expect(labels.sort()).toEqual(['a', 'b', 'c']);
});

test('a folder that is held by one who does not answer is refused by name', async () => {
  const lock = await lockDirectory(folder);
  closing.unshift(() => lock.release());
  const refused = withOperator(folder, { patience: 300 }, async () => {});
  await expect(refused).rejects.toBeInstanceOf(Unreachable);
  await expect(refused).rejects.toThrow(folder);
  await expect(refused).rejects.toThrow(String(process.pid));
});

test('only create makes a folder that is not there', async () => {
  const env = { OPENFASHION_DATA_DIR: join(folder, 'new') };
  const listed = await runCli(['keys', 'list'], { env });
  expect(listed.code).toBe(2);
  expect(listed.stderr).toContain(`data folder: there is no ${join(folder, 'new')}`);
  const created = await runCli(['keys', 'create', '--json'], { env });
  expect(created).toMatchObject({ code: 0, stderr: `Made the data folder ${join(folder, 'new')}\n` });
  expect((await stat(join(folder, 'new'))).mode & 0o777).toBe(0o700);
});

test('the folder is ./data of the working directory unless told', async () => {
  const { stderr } = await runCli(['keys', 'create'], { cwd: folder });
  expect(stderr).toBe(`Made the data folder ${join(folder, 'data')}\n`);
});
