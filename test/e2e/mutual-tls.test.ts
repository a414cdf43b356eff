import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Unavailable } from '@openfashion/contract';
import { type MutualTls, openRemote } from '@openfashion/inference/grpc/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Authority, createAuthority, hasOpenssl } from '../harness/certificates.js';
import { ModelServiceProcess } from '../harness/model-service.js';
import { modelsDirectory } from '../harness/models.js';

const whole = { x0: 0, y0: 0, x1: 64, y1: 64 };
const region = { picture: { width: 64, height: 64, data: new Uint8Array(64 * 64 * 3) }, box: whole, type: 'DRESS' };

const environment = ({ caFile, certificateFile, keyFile }: MutualTls) => ({
  OPENFASHION_TLS_CA: caFile,
  OPENFASHION_TLS_CERT: certificateFile,
  OPENFASHION_TLS_KEY: keyFile,
});

describe.skipIf(!hasOpenssl)('mutual TLS of a model service (needs openssl)', () => {
  let directory: string;
  let authority: Authority;
  let another: Authority;
  let service: ModelServiceProcess;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tls-'));
    authority = createAuthority(directory);
    another = createAuthority(directory);
    service = new ModelServiceProcess('tag', { environment: environment({ ...authority, ...authority.issue() }) });
    await service.address();
  });
  afterAll(async () => {
    await service?.kill();
    await rm(directory, { recursive: true, force: true });
  });

  /** One call of a client with these files, or with none. */
  async function tag(tls: MutualTls | undefined): Promise<readonly unknown[]> {
    const address = await service.address();
    const remote = await openRemote('tag', { address, modelsDir: modelsDirectory, ...(tls && { tls }) });
    const { signal } = new AbortController();
    try {
      return await remote.port.tag([region], { lane: 'interactive', deadline: performance.now() + 5_000, signal });
    } finally {
      await remote.close();
    }
  }

  test('a client whom the same authority vouches for is served', async () => {
    expect(await tag({ caFile: authority.caFile, ...authority.issue() })).toHaveLength(1);
  });

  test('a client without certificates is not served', async () => {
    await expect(tag(undefined)).rejects.toBeInstanceOf(Unavailable);
  });

  test('a client of another authority is not served', async () => {
    await expect(tag({ caFile: authority.caFile, ...another.issue() })).rejects.toBeInstanceOf(Unavailable);
  });

  test('a client does not talk to a service of another authority than its own', async () => {
    await expect(tag({ caFile: another.caFile, ...authority.issue() })).rejects.toBeInstanceOf(Unavailable);
  });

  test('a file that cannot be read stops the start, and is named', async () => {
    const keyFile = join(directory, 'missing.pem');
    const files = { caFile: authority.caFile, ...authority.issue(), keyFile };
    await using started = new ModelServiceProcess('tag', { environment: environment(files) });
    expect(await started.exit).toBe(1);
    expect(started.errors.join('\n')).toContain(`${keyFile} cannot be read`);
  });

  test('some of the three settings without the others stop the start, and are named', async () => {
    const { OPENFASHION_TLS_KEY: _, ...some } = environment({ caFile: authority.caFile, ...authority.issue() });
    await using started = new ModelServiceProcess('tag', { environment: some });
    expect(await started.exit).toBe(1);
    expect(started.errors.join('\n')).toContain('OPENFASHION_TLS_KEY');
  });
});
