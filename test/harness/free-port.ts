import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

/** A port that is free now on every address of this machine, for what must be known before somebody listens on it. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '0.0.0.0', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
