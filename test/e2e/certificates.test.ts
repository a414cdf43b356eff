import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Certificates } from '../../packages/inference/src/grpc/certificates.js';
import { type Authority, type Certificate, createAuthority, hasOpenssl } from '../harness/certificates.js';

const every = 20;

describe.skipIf(!hasOpenssl)('certificates that are renewed on disk (needs openssl)', () => {
  let directory: string;
  let authority: Authority;
  let files: { caFile: string; certificateFile: string; keyFile: string };
  const used: string[] = [];

  const install = async ({ certificateFile, keyFile }: Certificate) => {
    await copyFile(certificateFile, files.certificateFile);
    await copyFile(keyFile, files.keyFile);
  };
  /** The files were looked at several times. */
  const looks = () => pause(10 * every);

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'certificates-'));
    authority = createAuthority(directory);
    files = {
      caFile: authority.caFile,
      certificateFile: join(directory, 'tls.crt'),
      keyFile: join(directory, 'tls.key'),
    };
    await install(authority.issue());
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  test('the new ones are used once they belong together, until then the old ones', async () => {
    const certificates = await Certificates.open(files, every);
    const listener = (update: { readonly certificate: Buffer } | null) => {
      const said = update === null ? 'none' : update.certificate.toString();
      if (used.at(-1) !== said) used.push(said);
    };
    certificates.addIdentityCertificateListener(listener);
    await expect.poll(() => used).toHaveLength(1);
    const next = authority.issue();
    await copyFile(next.certificateFile, files.certificateFile);
    await looks();
    await rm(files.keyFile);
    await looks();
    await writeFile(files.keyFile, 'half of a k');
    await looks();
    expect(used).toHaveLength(1);
    await install(next);
    await expect.poll(() => used).toHaveLength(2);
    certificates.removeIdentityCertificateListener(listener);
    await install(authority.issue());
    await looks();
    expect(used).toHaveLength(2);
  });

  test('files that do not belong together stop the start, and are named', async () => {
    const [one, other] = [authority.issue(), authority.issue()];
    const mixed = { caFile: authority.caFile, certificateFile: one.certificateFile, keyFile: other.keyFile };
    await expect(Certificates.open(mixed, every)).rejects.toThrow(
      `${one.certificateFile} with ${other.keyFile} cannot be used: `,
    );
    const noCa = { ...one, caFile: one.keyFile };
    await expect(Certificates.open(noCa, every)).rejects.toThrow(`${one.keyFile} cannot be used: `);
  });
});
