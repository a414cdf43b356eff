import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedBackplane } from '@openfashion/backplane/embedded';
import { createTenancy } from '@openfashion/tenancy';
import { dataFolder } from '@openfashion/tenancy/operator';
import { expect, test } from 'vitest';
import { runCli } from '../../testing/run-cli.js';

test('with no server on the folder a job that is not known is refused, too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'openfashion-cancel-'));
  try {
    const backplane = await openEmbeddedBackplane({ directory: dataFolder(folder).backplane });
    const tenancy = createTenancy({ backplane });
    const { appKey } = await tenancy.createAppKey();
    await tenancy.createService(appKey, 'shop', 'e');
    await backplane.close();
    const id = 'a852e0e0-58ee-8d4e-815d-000000000001';
    const env = { OPENFASHION_DATA_DIR: folder, OPENFASHION_APP_KEY: appKey };
    expect(await runCli(['jobs', 'cancel', id, '--service', 'shop'], { env })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error NotFoundIndexId: indexId: the service has no index job of this id\n',
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
