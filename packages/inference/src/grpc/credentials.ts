import { ChannelCredentials, experimental, ServerCredentials } from '@grpc/grpc-js';
import type { Milliseconds } from '@openfashion/contract';
import { Certificates, type MutualTls } from './certificates.js';

/** Certificates are renewed while the process runs: new connections use what the files say then. */
const refreshInterval: Milliseconds = 60_000;

/** Plain text without `tls`. @throws Error naming files that cannot be read or used */
export async function serverCredentials(tls: MutualTls | undefined): Promise<ServerCredentials> {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const certificates = await Certificates.open(tls, refreshInterval);
  return experimental.createCertificateProviderServerCredentials(certificates, certificates, true);
}

/** Plain text without `tls`. @throws Error naming files that cannot be read or used */
export async function channelCredentials(tls: MutualTls | undefined): Promise<ChannelCredentials> {
  if (tls === undefined) return ChannelCredentials.createInsecure();
  const certificates = await Certificates.open(tls, refreshInterval);
  return experimental.createCertificateProviderChannelCredentials(certificates, certificates);
}
