import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { holdBody } from './body.js';

/**
 * An HTTP server for the app. Heads must arrive within 10 s; bodies have their own limits; a link of the
 * contract fits the head.
 */
export function createHttpServer(app: RequestListener): Server {
  const server = createServer({
    maxHeaderSize: 32 * 1024,
    headersTimeout: 10_000,
    requestTimeout: 120_000,
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: 2_000,
  });
  const latest = new WeakMap<Socket, ServerResponse>();
  const answer: RequestListener = (req, res) => {
    latest.set(req.socket, res);
    app(req, res);
  };
  server.on('request', answer);
  server.on('checkContinue', (req, res) => {
    holdBody(req);
    answer(req, res);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    answerUnreadable(error, socket, latest.get(socket));
  });
  return server;
}

/**
 * What cannot be read as HTTP has no route, so no envelope: a plain status, as a proxy expects; but never in the middle of
 * the answer to what came before.
 */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket, before: ServerResponse | undefined): void {
  const inTheMiddle = before?.headersSent === true && !before.writableEnded;
  if (error.code === 'ECONNRESET' || !socket.writable || inTheMiddle) {
    socket.destroy();
    return;
  }
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** How long a client may take to read its answer once the server is about to stop. */
const patience = 10_000;

/** Stop listening; resolves when every request in hand was answered, or its client did not read the answer in time. */
export function closeHttpServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), patience);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
