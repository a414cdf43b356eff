import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { Client } from './client.js';
import type { Envelope, Reply } from './rest.js';

const boundary = 'open-request';
const part = (name: string, value: string, more = '') =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;

/** An index request whose head was sent and whose body is held back. */
export interface OpenRequest {
  /** Send the body and read the answer. */
  finish(format: string, file: string): Promise<Reply>;
  /** Leave without a word. */
  abandon(): void;
}

/** Send the head of a multipart POST, and the first bytes of its body. */
export async function openRequest(client: Client, path: string): Promise<OpenRequest> {
  const { req, reply } = start(client, path, {});
  reply.catch(() => {});
  req.flushHeaders();
  await new Promise<void>((resolve, reject) => {
    req.once('error', reject);
    req.once('socket', (socket) => socket.once('connect', () => resolve()));
  });
  return held(req, reply);
}

/**
 * Send the head of a multipart POST with `Expect: 100-continue`: resolves when the server asks for the body, from when
 * on the request is under way (rule 8.3), or to its answer where it asks for none.
 */
export async function offerRequest(client: Client, path: string): Promise<OpenRequest | Reply> {
  const { req, reply } = start(client, path, { Expect: '100-continue' });
  reply.catch(() => {});
  const asked = new Promise<OpenRequest>((resolve) => req.once('continue', () => resolve(held(req, reply))));
  req.flushHeaders();
  return Promise.race([asked, reply.finally(() => req.destroy())]);
}

/** Send a head with `Expect: 100-continue`: whether the server asked for the body, and its answer. */
export async function expectContinue(client: Client, path: string): Promise<{ asked: boolean; reply: Reply }> {
  const { req, reply } = start(client, path, { Expect: '100-continue', 'Content-Length': '1000000' });
  let asked = false;
  req.on('continue', () => {
    asked = true;
  });
  req.flushHeaders();
  const answered = await reply;
  req.destroy();
  return { asked, reply: answered };
}

const held = (req: ClientRequest, reply: Promise<Reply>): OpenRequest => ({
  finish(format, file) {
    req.end(`${part('format', format)}${part('file', file, '; filename="products.jsonl"')}--${boundary}--\r\n`);
    return reply;
  },
  abandon: () => req.destroy(),
});

function start(
  client: Client,
  path: string,
  headers: Record<string, string>,
): { req: ClientRequest; reply: Promise<Reply> } {
  const { hostname, port } = new URL(client.baseUrl);
  const req = request({
    host: hostname,
    port,
    method: 'POST',
    path,
    agent: false,
    headers: {
      Authorization: client.secretKey,
      'Content-Type': `multipart/form-data; boundary=${boundary}`,
      ...headers,
    },
  });
  const reply = new Promise<Reply>((resolve, reject) => {
    req.on('error', reject);
    req.on('response', (res) => read(res).then(resolve, reject));
  });
  return { req, reply };
}

async function read(res: IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = [];
  for await (const chunk of res) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return { status: res.statusCode ?? 0, headers: res.headers, text, envelope: JSON.parse(text) as Envelope };
}
