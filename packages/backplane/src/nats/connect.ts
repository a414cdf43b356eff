import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { checkServerIdentity } from 'node:tls';
import { type ConnectionOptions, connect, credsAuthenticator, errors } from '@nats-io/transport-node';
import { type Milliseconds, Unavailable } from '@openfashion/contract';
import { Connection } from './connection.js';
import type { NatsOptions, NatsTls } from './options.js';
import { parseServers, type ServerAddresses } from './server-address.js';

/** Longest pause between attempts to connect. */
const longestPause: Milliseconds = 5_000;

/** Connect, however long it takes for a server to be there. @throws Error when it refuses the credentials */
export async function openConnection(options: NatsOptions): Promise<Connection> {
  const { observe = () => {}, signal } = options;
  const addresses = parseServers(options.servers);
  const connection = await connectionOptions(options, addresses);
  const servers = addresses.servers.join(', ');
  for (let attempt = 0; ; attempt++) {
    try {
      return new Connection(await connect(connection), observe);
    } catch (cause) {
      if (isRefusal(cause)) {
        const settings = 'OPENFASHION_NATS_URL, OPENFASHION_NATS_CREDENTIALS';
        throw new Error(`NATS at ${servers} refuses the credentials (${settings})`, { cause });
      }
      const message = `NATS at ${servers} cannot be reached; trying again`;
      observe({ kind: 'waiting', message, cause });
      await delay(pauseBefore(attempt), undefined, { ref: true, ...(signal && { signal }) }).catch(() => {
        throw new Unavailable(`NATS at ${servers} cannot be reached`, { cause });
      });
    }
  }
}

/** Doubling from about 250 ms, a random half of it, so that many processes do not come at once. */
export const pauseBefore = (attempt: number): Milliseconds =>
  Math.min(longestPause, 250 * 2 ** Math.min(attempt, 10)) * (0.5 + Math.random() / 2);

const isRefusal = (error: unknown): boolean =>
  error instanceof errors.AuthorizationError || error instanceof errors.UserAuthenticationExpiredError;

async function connectionOptions(options: NatsOptions, addresses: ServerAddresses): Promise<ConnectionOptions> {
  const { servers, tls, ...credentials } = addresses;
  const creds = options.credentialsFile && (await read('OPENFASHION_NATS_CREDENTIALS', options.credentialsFile));
  let attempt = 0;
  return {
    servers,
    ...credentials,
    ...(creds && { authenticator: credsAuthenticator(creds) }),
    ...((tls || options.tls) && { tls: await tlsOptions(options.tls ?? {}, servers) }),
    name: `openfashion ${options.prefix ?? ''}`.trim(),
    timeout: options.timeout ?? 5_000,
    maxReconnectAttempts: -1,
    // Credentials may be put right while this process waits.
    ignoreAuthErrorAbort: true,
    // A server that hangs keeps its connections: it is noticed by two pings unanswered.
    pingInterval: 5_000,
    maxPingOut: 2,
    reconnectDelayHandler: () => pauseBefore(attempt++ % 4),
  };
}

async function tlsOptions({ caFile, certificateFile, keyFile }: NatsTls, servers: readonly string[]) {
  const [ca, cert, key] = await Promise.all([
    caFile && read('OPENFASHION_NATS_TLS_CA', caFile),
    certificateFile && read('OPENFASHION_NATS_TLS_CERT', certificateFile),
    keyFile && read('OPENFASHION_NATS_TLS_KEY', keyFile),
  ]);
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return {
    ...(ca && { ca: text(ca) }),
    ...(cert && { cert: text(cert) }),
    ...(key && { key: text(key) }),
    checkServerIdentity: identityOfOneOf(servers.map((server) => server.replace(/:\d+$|[[\]]/g, ''))),
  };
}

/**
 * The client names hosts to TLS but no addresses in numbers, which then looks for a certificate of `localhost`: it has to
 * be one of these addresses instead.
 */
function identityOfOneOf(addresses: readonly string[]): typeof checkServerIdentity {
  const numbers = addresses.filter((address) => isIP(address) !== 0);
  return (host, certificate) => {
    if (host !== 'localhost' || numbers.length === 0) return checkServerIdentity(host, certificate);
    const failures = numbers.map((address) => checkServerIdentity(address, certificate));
    return failures.includes(undefined) ? undefined : failures[0];
  };
}

async function read(setting: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new Error(`${setting}: the file ${file} cannot be read`, { cause });
  }
}
