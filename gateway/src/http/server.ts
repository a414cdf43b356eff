import { type RequestListener, Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Milliseconds } from '@openfashion/contract';
import { holdBody } from './body.js';

/**
 * An HTTP server for the app. Heads must arrive within 10 s; bodies have their own limits; a link of the
 * contract fits the head.
 */
export class HttpServer extends Server {
  readonly #connections = new Set<Socket>();
  readonly #inHand = new Set<ServerResponse>();
  #stopping = false;

  constructor(app: RequestListener) {
    super({
      maxHeaderSize: 32 * 1024,
      headersTimeout: 10_000,
      requestTimeout: 120_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 2_000,
    });
    const latest = new WeakMap<Socket, ServerResponse>();
    const answer: RequestListener = (req, res) => {
      latest.set(req.socket, res);
      this.#watch(res);
      app(req, res);
    };
    this.on('connection', (socket) => {
      this.#connections.add(socket);
      socket.once('close', () => this.#connections.delete(socket));
    });
    this.on('request', answer);
    this.on('checkContinue', (req, res) => {
      holdBody(req);
      answer(req, res);
    });
    this.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
      answerUnreadable(error, socket, latest.get(socket));
    });
  }

  #watch(res: ServerResponse): void {
    this.#inHand.add(res);
    if (this.#stopping) lastOfItsConnection(res);
    res.once('close', () => {
      this.#inHand.delete(res);
      // An answer whose head was out before the end began left its connection open.
      if (this.#stopping) setImmediate(() => this.closeIdleConnections());
    });
  }

  /**
   * Stop listening. What is in hand is answered, and each answer tells its client to send nothing more on its connection.
   * Resolves when no connection is left: at the latest after `patience`, when what is then in hand is cut off.
   */
  stop(patience: Milliseconds): Promise<void> {
    this.#stopping = true;
    for (const res of this.#inHand) lastOfItsConnection(res);
    return new Promise((resolve) => {
      // Once it is closed, Node looks after no head that is late; a connection that never sent a byte is not idle for it.
      const heads = setTimeout(() => this.#closeUnasked(), Math.min(this.headersTimeout, patience));
      const all = setTimeout(() => this.closeAllConnections(), patience);
      this.close(() => {
        clearTimeout(heads);
        clearTimeout(all);
        resolve();
      });
      this.closeIdleConnections();
    });
  }

  #closeUnasked(): void {
    const asked = new Set([...this.#inHand].map(({ req }) => req.socket));
    for (const socket of this.#connections) if (!asked.has(socket)) socket.destroy();
  }
}

function lastOfItsConnection(res: ServerResponse): void {
  if (!res.headersSent) res.setHeader('Connection', 'close');
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
