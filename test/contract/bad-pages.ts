import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import sharp from 'sharp';
import type { Page } from '../harness/picture-site.js';

const MB = 1_048_576;

const sendBytes =
  (bytes: Uint8Array): Page =>
  (_req, res) =>
    void res.writeHead(200).end(bytes);
const redirect =
  (location: string): Page =>
  (_req, res) =>
    void res.writeHead(302, { Location: location }).end();

/** Pages of a shop's server that behave badly, and pictures of unusual kinds; made from one good picture. */
export async function badPages(picture: string): Promise<Record<string, Page>> {
  const jpeg = await readFile(picture);
  const image = sharp(jpeg);
  const { width, height } = await image.metadata();
  const half = await sharp(jpeg)
    .resize(Math.round(width / 2))
    .jpeg()
    .toBuffer();
  const cropped = await sharp(jpeg)
    .extract({ left: 0, top: 0, width, height: Math.round(height / 2) })
    .jpeg()
    .toBuffer();
  const blank = await sharp({ create: { width: 320, height: 320, channels: 3, background: 'white' } })
    .jpeg()
    .toBuffer();
  const tiny = await sharp(jpeg).resize(16, 16, { fit: 'fill' }).png().toBuffer();

  const pages = {
    '/silent': () => {},
    '/drip': (_req, res) => drip(res),
    '/large': sendBytes(Buffer.concat([jpeg, Buffer.alloc(5 * MB)])),
    '/over-tag-limit': sendBytes(Buffer.concat([jpeg, Buffer.alloc(1 * MB)])),
    '/endless': (_req, res) => endless(res),
    '/missing': (_req, res) => void res.writeHead(404).end(),
    '/moved': redirect('/good.jpg'),
    '/good.jpg': sendBytes(jpeg),
    '/loop': redirect('/loop'),
    '/inward': redirect('http://10.0.0.1/a.jpg'),
    '/bad-port': redirect('http://127.0.0.1:22/a.jpg'),
    '/page.jpg': sendBytes(Buffer.from('<!doctype html><title>not a picture</title>')),
    '/drawing.jpg': sendBytes(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')),
    '/truncated.jpg': sendBytes(jpeg.subarray(0, Math.floor(jpeg.length / 2))),
    '/webp.jpg': sendBytes(await sharp(jpeg).webp().toBuffer()),
    '/empty.jpg': sendBytes(new Uint8Array()),
    '/a.png': sendBytes(await sharp(jpeg).png().toBuffer()),
    '/a.gif': sendBytes(await sharp(jpeg).gif().toBuffer()),
    '/sideways.jpg': sendBytes(await sharp(jpeg).rotate(270).withMetadata({ orientation: 6 }).jpeg().toBuffer()),
    '/huge.png': sendBytes(
      await sharp({ create: { width: 8_000, height: 6_300, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    ),
    '/blank.jpg': sendBytes(blank),
    '/tiny.png': sendBytes(tiny),
    '/data.jsonl': (_req, res) => void res.writeHead(200).end(dataFile()),
    '/large.jsonl': sendBytes(Buffer.alloc(5 * MB + 1, 'x')),
  } satisfies Record<string, Page>;
  const asked = new Set<string>();
  /** One page when an address is first asked for, another from then on. */
  const turnsAfter =
    (first: Page, then: Page): Page =>
    (req, res) => {
      const address = req.url ?? '';
      if (asked.has(address)) return then(req, res);
      asked.add(address);
      first(req, res);
    };
  const turnsInto = (then: Page): Page => turnsAfter(sendBytes(jpeg), then);
  const changing = ['/missing', '/silent', '/large', '/page.jpg'] as const;
  return {
    ...pages,
    '/changing.jpg': turnsInto(sendBytes(half)),
    '/changing-shape.jpg': turnsInto(sendBytes(cropped)),
    // The connection breaks at the first request for an address (rule 8.7).
    '/fails-once.jpg': turnsAfter((_req, res) => void res.destroy(), sendBytes(jpeg)),
    '/slow.jpg': (_req, res) => void setTimeout(() => res.writeHead(200).end(jpeg), 300),
    ...Object.fromEntries(changing.map((name) => [`/turns-into${name}`, turnsInto(pages[name])])),
  };
}

const dataFile = () => JSON.stringify({ productId: 'gone', status: 'disable' });

function drip(res: ServerResponse): void {
  res.writeHead(200, { 'Content-Length': 100_000 });
  const timer = setInterval(() => res.write('x'), 100);
  res.on('close', () => clearInterval(timer));
}

function endless(res: ServerResponse): void {
  res.writeHead(200);
  const chunk = Buffer.alloc(64 * 1024);
  const more = () => {
    while (!res.destroyed && res.write(chunk));
  };
  res.on('drain', more);
  more();
}
