import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';

/** Answers one path of a site in a special way. */
export type Page = (req: IncomingMessage, res: ServerResponse) => void;

export interface PictureSite extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, a port that the contract allows. */
  readonly url: string;
  /** Requests so far, by path. */
  readonly hits: ReadonlyMap<string, number>;
}

/**
 * A shop's web server on loopback: the files of a folder, and pages that behave as told.
 * The port is one of 10000–12000 (rule 7.1).
 */
export async function startPictureSite(
  folder: string,
  pages: Readonly<Record<string, Page>> = {},
): Promise<PictureSite> {
  const hits = new Map<string, number>();
  const server = createServer((req, res) => {
    const path = new URL(req.url ?? '/', 'http://site').pathname;
    hits.set(path, (hits.get(path) ?? 0) + 1);
    const page = pages[path];
    if (page) return page(req, res);
    const file = join(folder, normalize(decodeURIComponent(path)));
    const size = statSync(file, { throwIfNoEntry: false })?.isFile() ? statSync(file).size : undefined;
    if (size === undefined) return void res.writeHead(404).end();
    res.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': size });
    createReadStream(file).pipe(res);
  });
  await listenInRange(server);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    hits,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Take a free port of the contract's range, beginning anywhere in it so that parallel tests seldom meet. */
async function listenInRange(server: Server): Promise<void> {
  const first = 10_000 + Math.floor(Math.random() * 2_000);
  for (let step = 0; step <= 2_000; step++) {
    const port = 10_000 + ((first - 10_000 + step) % 2_001);
    // The one port of the range that fetch refuses to talk to.
    if (port === 10_080) continue;
    const taken = await new Promise<boolean>((resolve) => {
      const failed = () => resolve(true);
      server.once('error', failed);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', failed);
        resolve(false);
      });
    });
    if (!taken) return;
  }
  throw new Error('no port of 10000–12000 is free');
}
