import { gzipSync } from 'node:zlib';
import type { Page } from '../../harness/picture-site.js';
import { goodPicture } from '../pictures/index.js';
import { drips, pours, says, saysAndWaits } from './send.js';

const MB = 1_048_576;
const head = (...lines: readonly string[]) => ['HTTP/1.1 200 OK', ...lines, '', ''].join('\r\n');
const whole = (...lines: readonly string[]) => head(...lines, `Content-Length: ${goodPicture.length}`);
const status = (code: number) => says(`HTTP/1.1 ${code} Whatever\r\nContent-Length: 0\r\n\r\n`);
const bomb = gzipSync(Buffer.alloc(100 * MB));
const block = Buffer.alloc(64 * 1024);
const informational = (code: number) => `HTTP/1.1 ${code} Wait\r\n\r\n`;

/** Pages that are slow, never end, end early or lie about themselves. */
export const liars = {
  '/silent': () => {},
  '/head-drips': drips('HTTP/1.1 200 OK\r\nX: ', 'x'),
  '/headers-drip': drips('HTTP/1.1 200 OK\r\n', 'X: y\r\n'),
  '/body-drips': drips(head('Content-Length: 100000'), 'x'),
  '/chunks-drip': drips(head('Transfer-Encoding: chunked'), '1\r\nx\r\n'),
  '/stops': saysAndWaits(whole()),
  '/endless': pours(head(), block),
  '/endless-chunks': pours(
    head('Transfer-Encoding: chunked'),
    Buffer.concat([Buffer.from('10000\r\n'), block, Buffer.from('\r\n')]),
  ),
  '/endless-in-length': pours(head('Content-Length: 5242880'), block),
  '/hangs-up': ({ socket }) => void socket.destroy(),
  '/hangs-up-in-head': says('HTTP/1.1 200 OK\r\nContent-'),
  '/short': says(whole(), goodPicture.subarray(0, 1_000)),
  '/short-chunks': says(head('Transfer-Encoding: chunked'), '1000\r\n', goodPicture.subarray(0, 1_000)),
  '/long': says(head('Content-Length: 10'), goodPicture),
  '/declares-a-byte-too-many': says(head(`Content-Length: ${5 * MB + 1}`), 'x'),
  '/declares-an-exabyte': says(head('Content-Length: 1000000000000000000'), 'x'),
  '/declares-too-many-digits': says(head(`Content-Length: ${'9'.repeat(30)}`), 'x'),
  '/declares-less-than-nothing': says(head('Content-Length: -5'), 'x'),
  '/declares-twice': says(head('Content-Length: 5', `Content-Length: ${goodPicture.length}`), goodPicture),
  '/length-and-chunks': says(head('Transfer-Encoding: chunked', 'Content-Length: 5'), '5\r\nxxxxx\r\n0\r\n\r\n'),
  '/no-chunks': says(head('Transfer-Encoding: chunked'), 'this is no chunk\r\n'),
  '/huge-chunk': says(head('Transfer-Encoding: chunked'), 'ffffffffffffffff0\r\nx'),
  '/until-closed': says('HTTP/1.0 200 OK\r\n\r\n', goodPicture),
  '/gzip': says(head('Content-Encoding: gzip', `Content-Length: ${bomb.length}`), bomb),
  '/gzip-twice': says(head('Content-Encoding: gzip, gzip', 'Content-Length: 1'), 'x'),
  '/brotli': says(head('Content-Encoding: br', 'Content-Length: 1'), 'x'),
  '/identity': says(whole('Content-Encoding: identity'), goodPicture),
  '/long-header': says(head(`X: ${'x'.repeat(MB)}`), goodPicture),
  '/many-headers': says(head(...Array.from({ length: 10_000 }, (_, index) => `X-${index}: y`)), goodPicture),
  '/continues': drips('', informational(100)),
  '/hints': pours('', informational(103).repeat(1_000)),
  '/switches': says('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n', goodPicture),
  '/no-head': says(goodPicture),
  '/http-2': says('HTTP/2.0 200 OK\r\n\r\n', goodPicture),
  '/http-9': says('HTTP/9.9 200 OK\r\n\r\n', goodPicture),
  '/no-status': says('HTTP/1.1 abc OK\r\n\r\n', goodPicture),
  '/nul': says(head('X: a\0b'), goodPicture),
  '/split': says(head('X: a\rSet-Cookie: b'), goodPicture),
  '/no-content': status(204),
  '/partial': says('HTTP/1.1 206 Partial Content\r\nContent-Length: 4\r\n\r\n', 'part'),
  '/not-modified': status(304),
  '/unauthorised': says('HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n'),
  '/teapot': status(418),
  '/fails': status(500),
  '/status-999': status(999),
} satisfies Record<string, Page>;
