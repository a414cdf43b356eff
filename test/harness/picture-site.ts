import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { listenInRange } from './listen-in-range.js';

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
