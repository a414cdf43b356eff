import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Resolves when the server listens; 0 takes a free port. @throws Error when it cannot */
export function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      done();
    });
  });
}

/** Where this machine reaches what listens on a host and a port, e.g. `127.0.0.1:8080`. */
export function reachableAt(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `${name}:${port}`;
}

/** The port of a server that listens. */
export const portOf = (server: Server): number => (server.address() as AddressInfo).port;
