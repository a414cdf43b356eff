import { SettingsError } from './read.js';
import { type Settings, settings } from './table.js';

/** The files of mutual TLS; undefined when none is set. @throws SettingsError when some are and some are not */
export function tlsFiles({ tlsCa, tlsCertificate, tlsKey }: Settings<'tlsCa' | 'tlsCertificate' | 'tlsKey'>) {
  if (tlsCa && tlsCertificate && tlsKey) return { caFile: tlsCa, certificateFile: tlsCertificate, keyFile: tlsKey };
  if (!(tlsCa || tlsCertificate || tlsKey)) return undefined;
  const names = (['tlsCa', 'tlsCertificate', 'tlsKey'] as const).map((name) => settings[name].variable);
  throw new SettingsError(`${names.join(', ')}: set all of them or none`);
}
