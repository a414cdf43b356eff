import type { Page } from '../../harness/picture-site.js';

type Bytes = string | Uint8Array;

/** An ordinary answer. */
export const sends =
  (body: Bytes): Page =>
  (_req, res) =>
    void res.writeHead(200).end(body);

/** Bytes in place of an answer, after which the connection ends. */
export const says =
  (...bytes: readonly Bytes[]): Page =>
  ({ socket }) => {
    for (const some of bytes.slice(0, -1)) socket.write(some);
    socket.end(bytes.at(-1) ?? '');
  };

/** Bytes in place of an answer, after which nothing comes. */
export const saysAndWaits =
  (bytes: Bytes): Page =>
  ({ socket }) =>
    void socket.write(bytes);

/** Bytes, and then more of them every 50 ms for as long as somebody listens. */
export const drips =
  (first: Bytes, piece: Bytes): Page =>
  ({ socket }) => {
    socket.write(first);
    const timer = setInterval(() => socket.write(piece), 50);
    socket.on('close', () => clearInterval(timer));
  };

/** Bytes, and then more of them as fast as they are taken. */
export const pours =
  (first: Bytes, piece: Bytes): Page =>
  ({ socket }) => {
    const more = () => {
      while (socket.writable && socket.write(piece));
    };
    socket.write(first);
    socket.on('drain', more);
    more();
  };
