import { createReadStream } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { listenInRange } from '../../../test/harness/listen-in-range.js';
import { makePng } from './png.js';

/** A shop's web server on loopback. */
export interface PictureSite {
  /** `http://127.0.0.1:PORT`, a port of the contract's range (rule 7.1). */
  readonly url: string;
  /** Requests so far, by path. */
  readonly hits: ReadonlyMap<string, number>;
  /** Let `/held/…` through from now on. */
  release(): void;
  close(): Promise<void>;
}

/**
 * Pictures by path: `/p/<n>` a product, `/none/<n>` one without an item, `/changing/<n>` another product each time,
 * `/poison/<n>` a product whose red is {@link poison}, `/held/<n>` a product once released, `/flaky/<n>` 503 once, `/torn/<n>` a connection cut once, `/down/<n>` always
 * 503, `/once/<n>` a product at the first request only,
 * `/tagged/<n>` a product with an entity tag, not sent again to who names it, `/text` no picture, `/files/<name>` a file of the folder; everything else is 404.
 */
export async function startPictureSite(folder = ''): Promise<PictureSite> {
  const hits = new Map<string, number>();
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const server = createServer((req, res) => {
    const path = req.url ?? '/';
    const hit = (hits.get(path) ?? 0) + 1;
    hits.set(path, hit);
    const [, kind, number] = path.split('/');
    const seed = Number(number);
    if (kind === 'p') return send(res, seed);
    if (kind === 'none') return send(res, seed, 0);
    if (kind === 'poison') return send(res, seed, poison);
    if (kind === 'changing') return send(res, seed + hit);
    if (kind === 'once' && hit === 1) return send(res, seed);
    if (kind === 'tagged') {
      res.setHeader('ETag', `"${number}"`);
      return req.headers['if-none-match'] === `"${number}"` ? void res.writeHead(304).end() : send(res, seed);
    }
    if (kind === 'held') return void released.then(() => send(res, seed));
    if (kind === 'flaky' && hit > 1) return send(res, seed);
    if (kind === 'torn') return hit > 1 ? send(res, seed) : void req.socket.destroy();
    if (kind === 'flaky' || kind === 'down') return void res.writeHead(503).end();
    if (kind === 'files') return void createReadStream(join(folder, basename(path))).pipe(res);
    if (kind === 'text') return void res.writeHead(200).end('no picture');
    res.writeHead(404).end();
  });
  await listenInRange(server);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    hits,
    release,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Colours of the product of a number. */
export const greenAndBlue = (seed: number) => [(seed * 37) % 256, (seed * 101 + 13) % 256] as const;

/** Red of a picture that a test's models may die of. */
export const poison = 255;

/** Red tells the detector of these tests whether there is an item; green and blue make the vector. */
function send(res: ServerResponse, seed: number, red = 200): void {
  const colour = [red, ...greenAndBlue(seed)] as const;
  res.writeHead(200, { 'Content-Type': 'image/png' }).end(makePng(40, 40, colour));
}
