import { SettingsError } from './read.js';
import { type SettingName, type Settings, settings } from './table.js';

/** The settings of the connection to NATS. */
export const natsSettings = [
  'natsUrl',
  'natsCredentials',
  'natsTlsCa',
  'natsTlsCertificate',
  'natsTlsKey',
  'natsReplicas',
  'natsPrefix',
  'natsTimeout',
] as const satisfies readonly SettingName[];

/** What opens the backplane on NATS; undefined when no server is set. @throws SettingsError when a certificate lacks its key */
export function natsOf(read: Settings<(typeof natsSettings)[number]>) {
  const { natsUrl: servers, natsTlsCa: caFile, natsTlsCertificate: certificateFile, natsTlsKey: keyFile } = read;
  if ((certificateFile === undefined) !== (keyFile === undefined)) {
    const names = [settings.natsTlsCertificate.variable, settings.natsTlsKey.variable];
    throw new SettingsError(`${names.join(', ')}: set both of them or none`);
  }
  if (servers === undefined) return undefined;
  return {
    servers,
    credentialsFile: read.natsCredentials,
    tls: caFile || certificateFile ? { caFile, certificateFile, keyFile } : undefined,
    replicas: read.natsReplicas,
    prefix: read.natsPrefix,
    timeout: read.natsTimeout,
  };
}
