import { readFile } from 'node:fs/promises';
import { ChannelCredentials, experimental, ServerCredentials } from '@grpc/grpc-js';
import type { Milliseconds } from '@openfashion/contract';

/** Files in PEM by which both sides of a connection know one another. */
export interface MutualTls {
  /** Who signs the certificates of the other side. */
  readonly caFile: string;
  /** Own certificate, valid as a server's and as a client's, and its key. */
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Certificates are renewed while the process runs: new connections use what the files say then. */
const refreshInterval: Milliseconds = 60_000;

/** Plain text without `tls`. @throws Error naming a file that cannot be read */
export async function serverCredentials(tls: MutualTls | undefined): Promise<ServerCredentials> {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const provider = await openFiles(tls);
  return experimental.createCertificateProviderServerCredentials(provider, provider, true);
}

/** Plain text without `tls`. @throws Error naming a file that cannot be read */
export async function channelCredentials(tls: MutualTls | undefined): Promise<ChannelCredentials> {
  if (tls === undefined) return ChannelCredentials.createInsecure();
  const provider = await openFiles(tls);
  return experimental.createCertificateProviderChannelCredentials(provider, provider);
}

async function openFiles({ caFile, certificateFile, keyFile }: MutualTls) {
  // The provider would wait for a missing file without a word.
  for (const file of [caFile, certificateFile, keyFile]) {
    await readFile(file).catch((cause: unknown) => {
      throw new Error(`${file} cannot be read`, { cause });
    });
  }
  return new experimental.FileWatcherCertificateProvider({
    caCertificateFile: caFile,
    certificateFile,
    privateKeyFile: keyFile,
    refreshIntervalMs: refreshInterval,
  });
}
