import { createServer } from 'node:net';
import { listens } from './listen-in-range.js';

/** None that the system gives to connections (from 32768 on): one could take it before the server is there, or back. */
const [first, count] = [20_000, 12_000];

/** A port that is free now on every address of this machine, for what must be known before somebody listens on it. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = first + Math.floor(Math.random() * count);
    const server = createServer();
    if (!(await listens(server, port, '0.0.0.0'))) continue;
    await new Promise((closed) => server.close(closed));
    return port;
  }
}
