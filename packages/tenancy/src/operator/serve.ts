import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Unavailable } from '@openfashion/contract';
import { answerStream } from './answer-stream.js';
import { socketAddress } from './data-folder.js';
import { toFailure } from './failures.js';
import { InvalidInput, type Operation } from './operation.js';
import { operations } from './operations.js';
import type { Operator } from './port.js';
import { type StreamOperation, streams } from './streams.js';
import type { Transfers } from './transfers.js';

export interface ServeOptions {
  /** Where to listen. A file that is there is removed: the caller holds the folder's lock, so nobody listens on it. */
  readonly socketPath: string;
  readonly operator: Operator;
  readonly transfers?: Transfers;
}

/** The channel of a running server. */
export interface OperatorServer {
  /** Stop listening; resolves when the calls in hand were answered, or cut off after two seconds. */
  close(): Promise<void>;
}

/** Bounds on callers: these bodies are a few hundred bytes, and there is one operator. */
const bounds = { bodyBytes: 16 * 1024, connections: 32, requestMs: 10_000, closeMs: 2_000 };

/**
 * Answer an operator's calls as JSON over HTTP on a Unix socket that only this user may open (mode 0600):
 * `POST /<operation>`; 200 with its output, or `{error: {name, message}}` with 404 for an unknown operation, 413 for
 * a body past the bound, 400 for one that the operation does not take, 422 for what the operation threw. Calls that stream
 * are {@link streams}.
 */
export async function serveOperator({ socketPath, operator, transfers }: ServeOptions): Promise<OperatorServer> {
  const stopped = new AbortController();
  const streaming = new Set<Promise<void>>();
  const server = createServer(
    // A body's own time is `readBody`'s matter: that of a stream has no end.
    { headersTimeout: bounds.requestMs, requestTimeout: 0, connectionsCheckingInterval: 1_000 },
    (req, res) => {
      const stream = transfers && streamByPath.get(pathOf(req));
      if (!stream) return void answer(operator, req, res);
      const work = answerStream(stream, transfers, req, res, stopped.signal).finally(() => streaming.delete(work));
      streaming.add(work);
    },
  );
  server.maxConnections = bounds.connections;
  await rm(socketPath, { force: true });
  await listenPrivately(server, socketAddress(socketPath));
  return {
    async close() {
      stopped.abort(new Unavailable('the server stops'));
      await close(server);
      // Its stores may be closed next.
      await Promise.all(streaming);
    },
  };
}

/** Node binds inside `listen` itself, so that the socket has its mode from its first moment on. */
function listenPrivately(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const before = process.umask(0o177);
    try {
      server.listen(path, () => {
        server.off('error', reject);
        resolve();
      });
    } finally {
      process.umask(before);
    }
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cutOff = setTimeout(() => server.closeAllConnections(), bounds.closeMs);
    server.close(() => {
      clearTimeout(cutOff);
      resolve();
    });
  });
}

const byPath = new Map<string, Operation>(Object.values(operations).map((operation) => [operation.path, operation]));
const streamByPath = new Map<string, StreamOperation>(Object.values(streams).map((stream) => [stream.path, stream]));
/** The operation that is asked for. */
const pathOf = ({ method, url = '' }: IncomingMessage) => (method === 'POST' ? url.slice(1) : '');

async function answer(operator: Operator, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { status, body } = await perform(operator, req);
  if (res.destroyed) return;
  res.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' });
  res.end(JSON.stringify(body));
}

async function perform(operator: Operator, req: IncomingMessage): Promise<{ status: number; body: unknown }> {
  const operation = byPath.get(pathOf(req));
  if (!operation) return { status: 404, body: toFailure(new Error(`the server knows no ${req.method} ${req.url}`)) };
  try {
    return { status: 200, body: await operation.perform(operator, parseJson(await readBody(req))) };
  } catch (error) {
    const status = error instanceof InvalidInput ? 400 : error instanceof TooLong ? 413 : 422;
    return { status, body: toFailure(error) };
  }
}

class TooLong extends Error {
  override readonly name = 'TooLong';
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const late = setTimeout(() => req.destroy(), bounds.requestMs);
  try {
    // Left undestroyed, so that the refusal of a long body can still be sent.
    for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > bounds.bodyBytes) throw new TooLong(`the body has more than ${bounds.bodyBytes} bytes`);
      chunks.push(chunk);
    }
  } finally {
    clearTimeout(late);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidInput('the body is not JSON', { cause });
  }
}
