import { SettingsError } from './read.js';
import { type Settings, settings } from './table.js';

/** Files in PEM by which both sides of a connection know one another. */
export interface TlsFiles {
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Undefined when none is set. @throws SettingsError when some are and some are not */
export function tlsFiles({
  tlsCa,
  tlsCertificate,
  tlsKey,
}: Settings<'tlsCa' | 'tlsCertificate' | 'tlsKey'>): TlsFiles | undefined {
  if (tlsCa && tlsCertificate && tlsKey) return { caFile: tlsCa, certificateFile: tlsCertificate, keyFile: tlsKey };
  if (!(tlsCa || tlsCertificate || tlsKey)) return undefined;
  const names = (['tlsCa', 'tlsCertificate', 'tlsKey'] as const).map((name) => settings[name].variable);
  throw new SettingsError(`${names.join(', ')}: set all of them or none`);
}
