import { type Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from './failures.js';

/** Options that tenant commands share. */
export interface TenantOptions {
  readonly url: string;
  readonly appKey?: string;
  readonly secretKey?: string;
  readonly json?: boolean;
}

/** A server and who asks it. */
export interface Tenant {
  /** Without a slash at its end. */
  readonly url: string;
  readonly appKey: string;
  readonly secretKey: string;
}

export const jsonOption = () => new Option('--json', 'print the data as JSON');

export const appKeyOption = () => new Option('--app-key <key>', 'app key').env('OPENFASHION_APP_KEY');

/** The variables are read where the folder is not given: they may name a cluster instead (`findPlace`). */
export const dataDirOption = () =>
  new Option(
    '--data-dir <folder>',
    "the server's data folder, whatever the variables say (default: OPENFASHION_DATA_DIR, or ./data)",
  );

/** Ends the help of the operator's commands. */
export const onClusters =
  'For a cluster set OPENFASHION_NATS_URL and OPENFASHION_QDRANT_URL as its processes have them (docs/cluster.md).';

export const serviceOption = () => new Option('--service <name>', 'the service').makeOptionMandatory();

/** Add the options of a command that asks the server as a tenant. */
export function withTenant(command: Command): Command {
  return command
    .addOption(
      new Option('--url <address>', 'address of the server')
        .env('OPENFASHION_URL')
        .default('http://127.0.0.1:8080')
        .argParser(parseUrl),
    )
    .addOption(appKeyOption())
    .addOption(
      new Option(
        '--secret-key <secret>',
        'secret key; prefer the variable: other users of this machine can see what stands on a command line',
      ).env('OPENFASHION_SECRET_KEY'),
    )
    .addOption(jsonOption());
}

function parseUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new InvalidArgumentError('It must be an http or https address.');
  }
  if (url.username !== '' || url.password !== '') throw new InvalidArgumentError('It must not hold credentials.');
  return value.replace(/\/+$/, '');
}

/** Parser of an option that is a whole number. */
export function wholeNumber(min: number, max: number) {
  return (value: string): number => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

/** @throws UsageError when it is missing */
export function requireAppKey(appKey: string | undefined): string {
  if (!appKey) throw new UsageError('app key: give --app-key or set OPENFASHION_APP_KEY');
  return appKey;
}

/** @throws UsageError when a key is missing; its message never holds one */
export function tenantOf({ url, appKey: given, secretKey }: TenantOptions): Tenant {
  const appKey = requireAppKey(given);
  if (!secretKey) throw new UsageError('secret key: set OPENFASHION_SECRET_KEY or give --secret-key');
  if (!/^[\x21-\x7e]+$/.test(secretKey)) {
    throw new UsageError('secret key: it has blanks or other characters that no secret key has');
  }
  return { url, appKey, secretKey };
}
