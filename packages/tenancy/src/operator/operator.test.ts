import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedBackplane } from '@openfashion/backplane/embedded';
import { ContractError, Unavailable } from '@openfashion/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createModelChanges, createTenancy, type ModelChanges, type Tenancy } from '../index.js';
import { connectOperator } from './connect.js';
import { dataFolder } from './data-folder.js';
import { type Jobs, localOperator } from './local.js';
import { type OperatorServer, serveOperator } from './serve.js';

let directory: string;
let socketPath: string;
let tenancy: Tenancy;
let modelChanges: ModelChanges;
let server: OperatorServer;
let closing: (() => Promise<unknown>)[];

/** What a server asks on its stores; it has any job. */
const local = (jobs: Jobs = { detail: async () => {} }) =>
  localOperator({ tenancy, modelChanges, jobs, requireEmbedder: async () => {} });

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'openfashion-operator-'));
  const backplane = await openEmbeddedBackplane({ directory: dataFolder(directory).backplane });
  tenancy = createTenancy({ backplane });
  modelChanges = createModelChanges({ backplane, tenancy });
  socketPath = dataFolder(directory).operatorSocket;
  server = await serveOperator({ socketPath, operator: local() });
  closing = [() => server.close(), () => backplane.close(), () => rm(directory, { recursive: true })];
});
afterEach(async () => {
  for (const close of closing) await close();
});

async function connected() {
  const operator = await connectOperator(socketPath);
  closing.unshift(() => operator.close());
  return operator;
}

describe('over the socket', () => {
  test('a key pair is made that the tenancy accepts, and listed without its secret', async () => {
    const operator = await connected();
    const { appKey, secretKey } = await operator.createAppKey({ label: 'shop' });
    await expect(tenancy.authenticate(appKey, secretKey)).resolves.toBeUndefined();
    const keys = await operator.listAppKeys();
    expect(keys).toEqual(await tenancy.listAppKeys());
    expect(keys).toMatchObject([{ appKey, label: 'shop' }]);
    expect(JSON.stringify(keys)).not.toContain(secretKey);
  });

  test('a secret is added and the older one revoked', async () => {
    const operator = await connected();
    const { appKey, secretKey } = await operator.createAppKey();
    const [first] = (await operator.listAppKeys())[0]?.secrets ?? [];
    const added = await operator.addSecret(appKey);
    await operator.revokeSecret(appKey, first?.id ?? '');
    await expect(tenancy.authenticate(appKey, added.secretKey)).resolves.toBeUndefined();
    await expect(tenancy.authenticate(appKey, secretKey)).rejects.toThrow(/Unauthorized/);
  });

  test('an app key is revoked with its secrets', async () => {
    const operator = await connected();
    const { appKey, secretKey } = await operator.createAppKey();
    await operator.revokeAppKey(appKey);
    await expect(tenancy.authenticate(appKey, secretKey)).rejects.toThrow(/Unauthorized/);
  });

  test('a job is canceled by the name of its service', async () => {
    const operator = await connected();
    const { appKey } = await operator.createAppKey();
    const service = await tenancy.createService(appKey, 'shop', 'embedding-1');
    await operator.cancelJob(appKey, 'shop', 'job-1');
    expect(await tenancy.cancelRequested(service.id, 'job-1')).toBe(true);
    expect(await tenancy.cancelRequested(service.id, 'job-2')).toBe(false);
  });

  test('an error arrives as what was thrown', async () => {
    const operator = await connected();
    const { appKey } = await operator.createAppKey();
    const error = await operator.cancelJob(appKey, 'nowhere', 'job-1').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ContractError);
    expect(error).toMatchObject({ result: 'NotExistService' });
  });
});

test('a job that is not known is not canceled', async () => {
  const jobs = {
    detail: async () => {
      throw new ContractError('NotFoundIndexId', 'indexId: no job gone');
    },
  };
  const { appKey } = await tenancy.createAppKey();
  const service = await tenancy.createService(appKey, 'shop', 'embedding-1');
  const operator = local(jobs);
  await expect(operator.cancelJob(appKey, 'shop', 'gone')).rejects.toMatchObject({ result: 'NotFoundIndexId' });
  expect(await tenancy.cancelRequested(service.id, 'gone')).toBe(false);
});

test.each(['', '../other', 'a b', 'x'.repeat(65)])('an id that no job can have names none: %j', async (indexId) => {
  const { appKey } = await tenancy.createAppKey();
  await tenancy.createService(appKey, 'shop', 'embedding-1');
  await expect(local().cancelJob(appKey, 'shop', indexId)).rejects.toMatchObject({
    result: 'NotFoundIndexId',
  });
});

describe('the socket', () => {
  test('is for this user alone', async () => {
    const { mode } = await stat(socketPath);
    expect((mode & 0o777).toString(8)).toBe('600');
  });

  test('of a server that died is replaced, whatever lies there', async () => {
    const stale = join(directory, 'stale.sock');
    await writeFile(stale, 'left behind');
    const second = await serveOperator({ socketPath: stale, operator: local() });
    const operator = await connectOperator(stale);
    expect(await operator.listAppKeys()).toEqual([]);
    await operator.close();
    await second.close();
  });

  test('is gone after close, and nobody answers there', async () => {
    const operator = await connected();
    await server.close();
    await expect(stat(socketPath)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(connectOperator(socketPath)).rejects.toBeInstanceOf(Unavailable);
    await expect(operator.listAppKeys()).rejects.toBeInstanceOf(Unavailable);
  });

  test('whose path the system could not hold is refused by name', async () => {
    const long = join(directory, 'x'.repeat(100), 'operator.sock');
    await expect(serveOperator({ socketPath: long, operator: local() })).rejects.toThrow(
      /a socket's path has at most 103 bytes; choose a shorter data folder/,
    );
  });
});

/** What a caller that is not `connectOperator` gets. */
function post(path: string, body: string): Promise<{ status: number | undefined; answer: unknown }> {
  return new Promise((resolve, reject) => {
    const req = request({ socketPath, path, method: 'POST' }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      res.on('end', () => resolve({ status: res.statusCode, answer: JSON.parse(text) }));
    });
    req.on('error', reject);
    req.end(body);
  });
}

describe('a caller that speaks otherwise', () => {
  test.each([
    ['an unknown operation', '/drop-everything', '{}', 404, 'Error'],
    ['a property of every object', '/constructor', '{}', 404, 'Error'],
    ['a body that is not JSON', '/add-secret', 'appKey=1', 400, 'InvalidInput'],
    ['an input of another type', '/add-secret', '{"appKey": 7}', 400, 'InvalidInput'],
    ['an input with more than it has', '/revoke-app-key', '{"appKey": "a", "all": true}', 400, 'InvalidInput'],
    ['a body past the bound', '/create-app-key', `{"label": "${'x'.repeat(20_000)}"}`, 413, 'TooLong'],
  ])('is told so: %s', async (_, path, body, status, name) => {
    const reply = await post(path, body);
    expect(reply).toMatchObject({ status, answer: { error: { name } } });
  });

  test('and sends nothing at all does not keep the server from closing', async () => {
    const silent = connect(socketPath);
    await new Promise((resolve) => silent.once('connect', resolve));
    const closed = new Promise((resolve) => silent.once('close', resolve));
    await server.close();
    await closed;
  }, 15_000);
});
