import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backplane } from '@openfashion/backplane';
import { lockDirectory, openEmbeddedBackplane } from '@openfashion/backplane/embedded';
import { openEmbeddedCatalog } from '@openfashion/catalog/embedded';
import { operatorOf } from '@openfashion/composition/operator';
import {
  createTenancy,
  encodeFailures,
  failuresKey,
  openModelChangeStores,
  type Reembedding,
} from '@openfashion/tenancy';
import { dataFolder, serveOperator } from '@openfashion/tenancy/operator';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from '../../testing/run-cli.js';

let folder: string;
let closing: (() => Promise<unknown>)[];
let appKey: string;
let serviceId: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openfashion-models-'));
  closing = [() => rm(folder, { recursive: true })];
  await inFolder(async (backplane) => {
    const tenancy = createTenancy({ backplane });
    ({ appKey } = await tenancy.createAppKey());
    ({ id: serviceId } = await tenancy.createService(appKey, 'shop', 'old-1'));
  });
});
afterEach(async () => {
  for (const close of closing) await close();
});

const models = (...args: string[]) => runCli(['models', ...args], { env: { OPENFASHION_DATA_DIR: folder } });

async function inFolder(work: (backplane: Backplane) => Promise<void>) {
  const backplane = await openEmbeddedBackplane({ directory: dataFolder(folder).backplane });
  await work(backplane);
  await backplane.close();
}

/** What a server does for its operator, with embedders of its own. */
async function startServer(embeddings: readonly string[]) {
  const lock = await lockDirectory(folder);
  const backplane = await openEmbeddedBackplane({ directory: dataFolder(folder).backplane });
  const catalog = () => Promise.reject(new Error('a server knows its embedders'));
  const server = await serveOperator({
    socketPath: dataFolder(folder).operatorSocket,
    ...operatorOf({ backplane, catalog }, embeddings),
  });
  closing.unshift(
    () => server.close(),
    () => backplane.close(),
    () => lock.release(),
  );
  return backplane;
}

/** What a re-embedder says when it is through, with one document that failed. */
async function complete(backplane: Backplane, documents: number) {
  const { reembeddings, failures } = openModelChangeStores(backplane);
  const stored = await reembeddings.get(serviceId);
  if (stored === undefined) throw new Error('no re-embedding');
  const through: Partial<Reembedding> = {
    state: 'complete',
    documents,
    done: documents - 1,
    failed: 1,
    agreement: 0.912,
  };
  await reembeddings.update(serviceId, { ...stored.value, ...through }, stored.revision);
  const failure = { productId: 'p7', imageUrl: 'http://shop.example/7.jpg', reason: 'InvalidImageURLException' };
  await failures.put(`${failuresKey(serviceId, 0)}1`, encodeFailures([failure]));
}

describe('with a server on the folder', () => {
  test('a change goes from its beginning to its end', { timeout: 90_000 }, async () => {
    const backplane = await startServer(['old-1', 'new-1']);
    expect(await models('change', 'new-1')).toMatchObject({
      code: 0,
      stdout: 'Every service is being re-embedded with new-1: openfashion models status\n',
    });
    await complete(backplane, 1_000);
    const { stdout } = await models('status');
    expect(stdout).toMatch(/^The change from old-1 to new-1, begun .+, is under way\.\n/);
    expect(stdout).toMatch(/shop +old-1 +new-1 +complete +1000 +999 +1 +91\.2 %/);
    expect((await models('status', '--failures')).stdout).toMatch(
      /shop +p7 +InvalidImageURLException +http:\/\/shop\.example\/7\.jpg/,
    );
    expect((await models('switch', 'shop')).stdout).toBe(`${appKey}/shop answers from its new vectors\n`);
    expect((await models('switch-back')).stdout).toBe(`${appKey}/shop answers from its old vectors again\n`);
    expect(JSON.parse((await models('switch', '--json')).stdout)).toEqual([{ appKey, service: 'shop' }]);
    expect((await models('finish')).stdout).toBe(
      'The change is finished; the old vectors are deleted in the background.\n',
    );
    expect(JSON.parse((await models('status', '--json')).stdout)).toMatchObject({
      change: { from: 'old-1', to: 'new-1', state: 'ending' },
      services: [{ appKey, service: { name: 'shop', embedding: 'new-1' }, standing: 'clearing' }],
    });
  });

  test('documents over 0.1 % keep a service from being switched, until they are tried again or done without', async () => {
    const backplane = await startServer(['old-1', 'new-1']);
    await models('change', 'new-1');
    await complete(backplane, 10);
    const refused = await models('switch');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`${appKey}/shop (1 of 10)`);
    expect((await models('retry')).stdout).toBe(`${appKey}/shop tries its failed documents again\n`);
    await complete(backplane, 10);
    expect((await models('switch', '--force')).stdout).toContain('answers from its new vectors');
  });

  test('an embedding id that no embedder of it makes is refused by name', async () => {
    await startServer(['old-1', 'new-1']);
    expect(await models('change', 'new-2')).toMatchObject({
      code: 1,
      stderr: 'error no embedder of this server makes vectors of new-2; it has old-1, new-1\n',
    });
    expect((await models('change', 'New 2')).stderr).toBe('error "New 2" is no embedding id\n');
  });
});

test('with no server a change begins in the folder, and is abandoned there', async () => {
  // As a server leaves it that was started with the new embedder.
  const catalog = await openEmbeddedCatalog({ directory: dataFolder(folder).catalog });
  await catalog.ensureCollection({ embedding: 'new-1', dimension: 2 });
  await catalog.close();
  expect((await models('change', 'new-1')).stdout).toBe(
    'Every service is being re-embedded with new-1 when the server is started: openfashion models status\n',
  );
  await inFolder(async (backplane) => {
    expect(await createTenancy({ backplane }).listServices(appKey)).toMatchObject([
      { embedding: 'old-1', also: 'new-1' },
    ]);
  });
  expect((await models('abandon')).stdout).toBe(
    'The change is abandoned; the new vectors are deleted when the server is started.\n',
  );
  expect((await models('switch')).stderr).toBe('error the change to new-1 is over and being tidied up\n');
});

test('with no server a change to what no server ever had an embedder for is refused, and nothing waits', async () => {
  expect(await models('change', 'new-2')).toMatchObject({
    code: 1,
    stderr:
      'error no process with an embedder of new-2 was ever started here: start one first (docs/model-change.md)\n',
  });
  expect((await models('status')).stdout).toMatch(/^No model change is under way\./);
});
