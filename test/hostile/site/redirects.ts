import type { Page } from '../../harness/picture-site.js';
import { goodPicture } from '../pictures/index.js';
import { pours, says, sends } from './send.js';

const to =
  (location: string): Page =>
  (_req, res) =>
    void res.writeHead(302, { Location: location }).end();

/** Pages that send on to wherever their query says, byte for byte. */
export const redirects = {
  '/good.jpg': sends(goodPicture),
  '/to': ({ url = '', socket }) => {
    const target = decodeURIComponent(url.slice(url.indexOf('?') + 1));
    socket.end(`HTTP/1.1 302 Found\r\nLocation: ${target}\r\nContent-Length: 0\r\n\r\n`);
  },
  '/loop': to('/loop'),
  '/ping': to('/pong'),
  '/pong': to('/ping'),
  '/steps': ({ url = '' }, res) => {
    const left = Number(url.slice(url.indexOf('?') + 1));
    res.writeHead(307, { Location: left > 1 ? `/steps?${left - 1}` : '/good.jpg' }).end();
  },
  '/slow-steps': (_req, res) => void setTimeout(() => res.writeHead(302, { Location: '/slow-steps' }).end(), 1_000),
  '/without-location': says('HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n'),
  '/endless-redirect': pours('HTTP/1.1 302 Found\r\nLocation: /good.jpg\r\n\r\n', Buffer.alloc(64 * 1024)),
} satisfies Record<string, Page>;
