import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createHttpServer } from './server.js';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** Send a request, garbage when `app` asks for it, and read until the server closes. */
async function withGarbage(app: (garbage: () => void) => RequestListener): Promise<string> {
  const server = createHttpServer(app(() => socket.write('garbage\r\n\r\n')));
  open.push(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}
const statuses = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);

test('what cannot be read is answered behind a whole answer', async () => {
  const text = await withGarbage((garbage) => (_req, res) => {
    res.end('whole');
    res.once('finish', garbage);
  });
  expect(statuses(text)).toEqual(['200', '400']);
});

test('what cannot be read is never answered in the middle of an answer', async () => {
  const text = await withGarbage((garbage) => (_req, res) => {
    res.writeHead(200, { 'Content-Length': 1_000 });
    res.write('beginning', garbage);
  });
  expect(statuses(text)).toEqual(['200']);
  expect(text).toMatch(/beginning$/);
});
