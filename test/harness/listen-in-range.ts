import type { Server } from 'node:net';

/** Listen on a free port of the contract's range (rule 7.1), beginning anywhere in it so that parallel tests seldom meet. */
export async function listenInRange(server: Server): Promise<void> {
  const first = Math.floor(Math.random() * 2_000);
  for (let step = 0; step <= 2_000; step++) {
    const port = 10_000 + ((first + step) % 2_001);
    // The one port of the range that fetch refuses to talk to.
    if (port !== 10_080 && (await listens(server, port, '127.0.0.1'))) return;
  }
  throw new Error('no port of 10000–12000 is free');
}

/** Resolves to whether the port was free: then the server listens on it. */
export const listens = (server: Server, port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const failed = () => resolve(false);
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      resolve(true);
    });
  });
