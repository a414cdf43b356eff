import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether certificates can be made here. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** Files in PEM. */
export interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Who signs certificates. */
export interface Authority {
  readonly caFile: string;
  /** A certificate of 127.0.0.1, for servers and clients. */
  issue(): Certificate;
}

const openssl = (...options: string[]) => void execFileSync('openssl', options, { stdio: 'pipe' });
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const extensions = 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n';

/** A new authority, with its files in a folder of their own in this one. */
export function createAuthority(directory: string): Authority {
  const own = mkdtempSync(join(directory, 'authority-'));
  const [caFile, caKey] = [join(own, 'ca.pem'), join(own, 'ca.key')];
  openssl('req', '-x509', ...newKey, '-days', '2', '-subj', '/CN=authority', '-keyout', caKey, '-out', caFile);
  return {
    caFile,
    issue() {
      const folder = mkdtempSync(join(own, 'certificate-'));
      const file = (name: string) => join(folder, name);
      openssl('req', ...newKey, '-subj', '/CN=model service', '-keyout', file('key.pem'), '-out', file('request.pem'));
      writeFileSync(file('extensions'), extensions);
      const signed = ['-CA', caFile, '-CAkey', caKey, '-CAcreateserial', '-days', '2', '-extfile', file('extensions')];
      openssl('x509', '-req', '-in', file('request.pem'), ...signed, '-out', file('certificate.pem'));
      return { certificateFile: file('certificate.pem'), keyFile: file('key.pem') };
    },
  };
}
