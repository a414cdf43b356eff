/** Where the servers are, and who asks. */
export interface ServerAddresses {
  /** `host:port` of each; safe to be shown. */
  readonly servers: string[];
  readonly tls: boolean;
  readonly user?: string;
  readonly pass?: string;
  readonly token?: string;
}

/**
 * Read the addresses of servers: `nats://user:password@host:port`, separated by commas. What the first one with
 * credentials says holds for all.
 * @throws Error that names the place in the list, never its text: it may hold a password
 */
export function parseServers(text: string): ServerAddresses {
  const urls = text.split(',').map((item, index) => parseServer(item.trim(), index + 1));
  const known = urls.find(({ username }) => username !== '');
  return {
    servers: urls.map(({ hostname, port }) => `${hostname}:${port || 4222}`),
    tls: urls.some(({ protocol }) => protocol === 'tls:'),
    ...(known && credentialsOf(known)),
  };
}

function parseServer(text: string, place: number): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const ends = url?.pathname === '' || url?.pathname === '/';
  if (url && /^(nats|tls):$/.test(url.protocol) && url.hostname !== '' && ends && url.search + url.hash === '')
    return url;
  throw new Error(`OPENFASHION_NATS_URL: address ${place} is not nats://host:port or tls://host:port`);
}

function credentialsOf({ username, password }: URL): Pick<ServerAddresses, 'user' | 'pass' | 'token'> {
  const user = decodeURIComponent(username);
  return password === '' ? { token: user } : { user, pass: decodeURIComponent(password) };
}
