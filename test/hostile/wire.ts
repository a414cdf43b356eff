import { connect } from 'node:net';
import type { Wire } from './row.js';

/** What a server said on one connection until it was closed. */
export interface Conversation {
  readonly text: string;
  /** Statuses of the answers in their order. */
  readonly statuses: readonly number[];
}

/** Send bytes as they are on a connection of their own; resolves when the server has closed it. */
export function converse(baseUrl: string, { bytes, end = false, drip }: Wire): Promise<Conversation> {
  const { hostname, port } = new URL(baseUrl);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    const timer = drip && setInterval(() => socket.writable && socket.write(drip.piece), drip.every);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A connection that is cut while something is still being sent is as closed as any.
    socket.on('error', () => {});
    socket.on('end', () => socket.end());
    socket.on('close', () => {
      clearInterval(timer);
      const text = Buffer.concat(chunks).toString('latin1');
      resolve({
        text,
        statuses: [...text.matchAll(/(?:^|\r\n\r\n|\})HTTP\/1\.1 (\d{3}) /g)].map(([, code]) => Number(code)),
      });
    });
    if (end) socket.end(bytes);
    else socket.write(bytes);
  });
}
