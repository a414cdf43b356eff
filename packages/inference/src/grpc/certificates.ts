import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { experimental } from '@grpc/grpc-js';
import type { Milliseconds } from '@openfashion/contract';

/** Files in PEM by which both sides of a connection know one another. */
export interface MutualTls {
  /** Who signs the certificates of the other side. */
  readonly caFile: string;
  /** Own certificate, valid as a server's and as a client's, and its key. */
  readonly certificateFile: string;
  readonly keyFile: string;
}

type Ca = experimental.CaCertificateUpdate;
type Identity = experimental.IdentityCertificateUpdate;
type Listener<Update> = (update: Update | null) => void;

/**
 * What the files say, now and whenever they are looked at again: what cannot be used, such as a new certificate whose key is
 * still being written, is left until it can.
 */
export class Certificates implements experimental.CertificateProvider {
  readonly #files: experimental.FileWatcherCertificateProvider;
  readonly #ca = new Map<Listener<Ca>, Listener<Ca>>();
  readonly #identity = new Map<Listener<Identity>, Listener<Identity>>();

  /** @throws Error naming files that cannot be read or used */
  static async open(files: MutualTls, refreshInterval: Milliseconds): Promise<Certificates> {
    const [ca, cert, key] = await Promise.all([files.caFile, files.certificateFile, files.keyFile].map(read));
    explain(files.caFile, () => new X509Certificate(ca ?? ''));
    explain(`${files.certificateFile} with ${files.keyFile}`, () => createSecureContext({ cert, key }));
    return new Certificates(files, refreshInterval);
  }

  private constructor({ caFile, certificateFile, keyFile }: MutualTls, refreshIntervalMs: Milliseconds) {
    this.#files = new experimental.FileWatcherCertificateProvider({
      caCertificateFile: caFile,
      certificateFile,
      privateKeyFile: keyFile,
      refreshIntervalMs,
    });
  }

  addCaCertificateListener(listener: Listener<Ca>): void {
    const usable = onlyUsable(listener, ({ caCertificate }) => new X509Certificate(caCertificate));
    this.#ca.set(listener, usable);
    this.#files.addCaCertificateListener(usable);
  }

  removeCaCertificateListener(listener: Listener<Ca>): void {
    this.#files.removeCaCertificateListener(this.#ca.get(listener) ?? listener);
    this.#ca.delete(listener);
  }

  addIdentityCertificateListener(listener: Listener<Identity>): void {
    const usable = onlyUsable(listener, ({ certificate, privateKey }) =>
      createSecureContext({ cert: certificate, key: privateKey }),
    );
    this.#identity.set(listener, usable);
    this.#files.addIdentityCertificateListener(usable);
  }

  removeIdentityCertificateListener(listener: Listener<Identity>): void {
    this.#files.removeIdentityCertificateListener(this.#identity.get(listener) ?? listener);
    this.#identity.delete(listener);
  }
}

function onlyUsable<Update>(listener: Listener<Update>, use: (update: Update) => unknown): Listener<Update> {
  return (update) => {
    if (update === null) return;
    try {
      use(update);
    } catch {
      return;
    }
    listener(update);
  };
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new Error(`${file} cannot be read`, { cause });
  }
}

function explain(what: string, use: () => unknown): void {
  try {
    use();
  } catch (cause) {
    throw new Error(`${what} cannot be used: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
