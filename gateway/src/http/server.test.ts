import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { HttpServer } from './server.js';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function listening(app: RequestListener): Promise<{ server: HttpServer; connection: () => Socket }> {
  const server = new HttpServer(app);
  open.push(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, connection: () => connect((server.address() as AddressInfo).port, '127.0.0.1') };
}
const everything = async (socket: Socket): Promise<string> => {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
};
const request = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

/** Send a request, garbage when `app` asks for it, and read until the server closes. */
async function withGarbage(app: (garbage: () => void) => RequestListener): Promise<string> {
  const { connection } = await listening(app(() => socket.write('garbage\r\n\r\n')));
  const socket = connection();
  socket.write(request);
  return everything(socket);
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

describe('a server that stops', () => {
  /** One request, of which the answer is in the test's hands. */
  async function inHand(): Promise<{ server: HttpServer; res: ServerResponse; told: Promise<string> }> {
    const { server, connection } = await listening(() => {});
    const socket = connection();
    socket.write(request);
    const [, res] = await once(server, 'request');
    return { server, res, told: everything(socket) };
  }
  const minute = 60_000;

  test('answers what is in hand, as the last of its connection', async () => {
    const { server, res, told } = await inHand();
    const stopped = server.stop(minute);
    res.end('whole');
    expect(await told).toMatch(/^HTTP\/1\.1 200 .*\r\nConnection: close\r\n.*whole$/s);
    await stopped;
  });

  test('does not wait for more on a connection whose answer had begun', async () => {
    const { server, res, told } = await inHand();
    res.writeHead(200, { 'Content-Length': 5 }).write('wh');
    const stopped = server.stop(minute);
    res.end('ole');
    expect(await told).toMatch(/\r\nConnection: keep-alive\r\n.*whole$/s);
    await stopped;
  });

  test('answers a request that was on its way in an open connection', async () => {
    const { server, connection } = await listening((_req, res) => void res.end('whole'));
    const socket = connection();
    const told = everything(socket);
    const [half, rest] = [request.slice(0, 8), request.slice(8)];
    socket.write(half);
    const [arrived] = await once(server, 'connection');
    await vi.waitFor(() => expect(arrived.bytesRead).toBe(half.length));
    const stopped = server.stop(minute);
    socket.write(rest);
    expect(await told).toMatch(/\r\nConnection: close\r\n.*whole$/s);
    await stopped;
  });

  test('cuts off what was not answered in time', async () => {
    const { server, told } = await inHand();
    await server.stop(20);
    expect(await told).toBe('');
  });

  test('gives a connection that asked nothing the time of a head, and a request the time of a request', async () => {
    const { server, connection } = await listening(() => {});
    server.headersTimeout = 20;
    const silent = connection();
    await once(server, 'connection');
    const asking = connection();
    asking.write(request);
    const [, res] = await once(server, 'request');
    const told = everything(asking);
    const stopped = server.stop(minute);
    expect(await everything(silent)).toBe('');
    res.end('whole');
    expect(await told).toMatch(/whole$/);
    await stopped;
  });
});
