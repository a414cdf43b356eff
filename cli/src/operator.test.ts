import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Unreachable } from './failures.js';
import { withOperator } from './operator.js';
import { runCli } from './testing/run-cli.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openfashion-place-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** A cluster that is not there. */
const cluster = { OPENFASHION_NATS_URL: 'nats://127.0.0.1:1', OPENFASHION_QDRANT_URL: 'http://127.0.0.1:1' };

describe('where the environment names a cluster', () => {
  test('its stores are asked, and what cannot be reached is named with the reason', async () => {
    for (const [name, value] of Object.entries(cluster)) vi.stubEnv(name, value);
    const asked = withOperator(undefined, { patience: 300 }, async () => {});
    await expect(asked).rejects.toBeInstanceOf(Unreachable);
    await expect(asked).rejects.toThrow('NATS at 127.0.0.1:1 cannot be reached: connection refused');
  });

  test('a folder that the command line names goes before it, one that the environment names does not', async () => {
    const created = await runCli(['keys', 'create', '--json', '--data-dir', folder], { env: cluster });
    expect(created).toMatchObject({ code: 0, stderr: '' });
    expect(await readdir(folder)).toContain('backplane');
    const env = { ...cluster, OPENFASHION_DATA_DIR: folder };
    const refused = await runCli(['backup', join(folder, 'backup')], { env });
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('name a cluster') });
    const made = await runCli(['backup', join(folder, 'backup'), '--data-dir', folder], { env });
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('Backed up to') });
  });
});

test.each<[string, Record<string, string>, string]>([
  [
    'one of the two stores',
    { OPENFASHION_NATS_URL: 'nats://n:4222' },
    'OPENFASHION_NATS_URL, OPENFASHION_QDRANT_URL: set both',
  ],
  ['a variable that there is not', { OPENFASHION_DATA_DRI: 'x' }, 'OPENFASHION_DATA_DRI: no setting has this name'],
  ['a password where none may be', { OPENFASHION_QDRANT_URL: 'http://u:s3cret@q' }, 'OPENFASHION_QDRANT_URL: must be'],
])('an environment with %s ends with 2', async (_, env, message) => {
  for (const args of [
    ['keys', 'list'],
    ['backup', join(folder, 'backup')],
  ]) {
    const { code, stdout, stderr } = await runCli(args, { env, cwd: folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`error ${message}`);
    expect(stderr).not.toContain('s3cret');
  }
});
