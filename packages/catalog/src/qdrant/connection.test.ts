import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Overloaded, Unavailable } from '@openfashion/contract';
import { afterEach, expect, test } from 'vitest';
import { Connection } from './connection.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A node that answers as it is told, and counts how often it was asked. */
async function startNode(answer: Answer) {
  const node = { url: '', asked: 0 };
  const server = createServer((request, response) => {
    node.asked++;
    request.resume().on('end', () => answer(request, response));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  node.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  closing.push(() => new Promise((closed) => server.close(closed).closeAllConnections()));
  return node;
}

const status =
  (code: number, body: object, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const error = (code: number, text: string) => status(code, { status: { error: text }, time: 0 });
const works = status(200, { result: { collections: [{ name: 'there' }] }, status: 'ok', time: 0 });
const hangs: Answer = () => undefined;

function connect(urls: readonly string[], timeout = 2_000, apiKey?: string): Connection {
  const connection = new Connection({ urls, timeout, apiKey, ca: undefined });
  closing.push(() => connection.close());
  return connection;
}
const list = (connection: Connection) => connection.call('read', (api, init) => api.getCollections({}, init));

test('what may pass is tried again, and the failures in between are not told', async () => {
  const answers = [error(500, 'no leader'), error(404, 'not here yet'), works];
  const node = await startNode((request, response) => answers.shift()?.(request, response));
  expect(await list(connect([node.url]))).toEqual({ collections: [{ name: 'there' }] });
  expect(node.asked).toBe(3);
});

test.each([
  [error(500, 'no space left'), Unavailable, 'answered 500: no space left', 4],
  [error(400, 'Wrong input'), Error, 'answered 400: Wrong input', 1],
  [error(401, 'Invalid API key'), Unavailable, 'refuses the API key (401)', 1],
  [error(429, 'too many'), Overloaded, 'answered 429', 4],
])('what stays is told in the port’s words: case %#', async (answer, kind, message, asked) => {
  const node = await startNode(answer);
  const failure = await list(connect([node.url], 2_000, 'the-key')).catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(kind);
  expect(String(failure)).toContain(message);
  expect(String(failure)).not.toContain('the-key');
  expect(node.asked).toBe(asked);
});

test('a bound on requests that tells when to come back says so to the caller', async () => {
  const node = await startNode(status(429, {}, { 'retry-after': '7' }));
  await expect(list(connect([node.url]))).rejects.toMatchObject({ name: 'Overloaded', retryAfter: 7_000 });
});

test('a status that the caller expects is no failure', async () => {
  const node = await startNode(error(404, 'no such collection'));
  const find = connect([node.url]).callUnless(404, 'read', (api, init) => api.getCollections({}, init));
  expect(await find).toBeUndefined();
  expect(node.asked).toBe(1);
});

test('of several nodes, the next is asked when one fails or hangs, and then that one', async () => {
  for (const bad of [error(503, 'starting'), hangs]) {
    const [first, second] = [await startNode(bad), await startNode(works)];
    const connection = connect([first.url, second.url], 4_000);
    for (let call = 0; call < 5; call++) expect((await list(connection)).collections).toHaveLength(1);
    // Which is asked first is chance.
    expect(first.asked).toBeLessThanOrEqual(1);
    expect(second.asked).toBe(5);
  }
});

test('each node is asked the same, and those that answer are enough or asked again', async () => {
  const answers = [error(500, 'ends'), error(500, 'ends'), works];
  const unsteady = await startNode((request, response) => (answers.shift() ?? works)(request, response));
  const [first, second] = [await startNode(works), await startNode(works)];
  const connection = connect([first.url, unsteady.url, second.url]);
  const ask = (least: number) => connection.callEach(least, (api, init) => api.getCollections({}, init));
  expect(await ask(2)).toHaveLength(2);
  expect(await ask(3)).toHaveLength(3);
  expect([first.asked, unsteady.asked, second.asked]).toEqual([3, 3, 3]);
  const gone = await startNode(works);
  await closing.pop()?.();
  const fewer = connect([first.url, gone.url, gone.url], 1_000);
  await expect(fewer.callEach(2, (api, init) => api.getCollections({}, init))).rejects.toThrow('ECONNREFUSED');
});

test('nobody there, or nobody who answers, is Unavailable in time', async () => {
  const [node, gone] = [await startNode(hangs), await startNode(hangs)];
  await closing.pop()?.();
  for (const [url, message] of [
    [node.url, 'did not answer within'],
    [gone.url, 'cannot be reached: ECONNREFUSED'],
  ] as const) {
    const start = performance.now();
    await expect(list(connect([url], 1_000))).rejects.toThrow(message);
    expect(performance.now() - start).toBeLessThan(5_000);
  }
});

test('more calls than may wait are refused at once, and those that wait are answered', async () => {
  const waiting: (() => void)[] = [];
  const node = await startNode((request, response) => waiting.push(() => works(request, response)));
  const connection = connect([node.url], 20_000);
  const calls = Array.from({ length: 1_000 }, () => list(connection));
  await expect(list(connection)).rejects.toBeInstanceOf(Overloaded);
  let answered = 0;
  const all = Promise.all(calls.map((call) => call.then(() => answered++)));
  const answer = setInterval(() => {
    for (const one of waiting.splice(0)) one();
  }, 5);
  await all.finally(() => clearInterval(answer));
  expect(answered).toBe(1_000);
  await connection.close();
  await expect(list(connection)).rejects.toThrow('closed');
});
