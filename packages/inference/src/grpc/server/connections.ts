import { constants, type Http2Server, type ServerHttp2Session, type ServerOptions } from 'node:http2';
import type { Server } from '@grpc/grpc-js';
import type { Bytes, Milliseconds } from '@openfashion/contract';

/** What of one call may be on its way before it was taken: a picture of either size. */
export const streamWindow: Bytes = 1_048_576;
/** The same of all calls of a connection together; also what a new call may have to queue behind. */
export const connectionWindow: Bytes = 4 * streamWindow;
/** What a call may take to arrive whose caller did not know yet that the connection ends. */
export const farewell: Milliseconds = 500;
/** Connections that were opened together do not end together. */
const jitter = 0.1;

/**
 * The HTTP/2 connections of a gRPC server. By default 64 KiB may be on their way, so that a picture of 519 kB takes eight
 * round trips, and all calls of a caller share 64 KiB a round trip; and a server that stops, or ends a connection for its age,
 * does so while a new call may be coming over it, which is then lost with the connection. grpc-js has an option for the first
 * that only its clients heed, and none for the second (1.14.7): two fields of its own are reached for. A test beside this fails
 * when they are no longer there.
 */
export class Connections {
  readonly #server: Server;
  readonly #sessions = new Set<ServerHttp2Session>();
  readonly #age: Milliseconds;

  /**
   * @param server that does not listen yet
   * @param age after which, about, a connection is ended gracefully
   */
  constructor(server: Server, age: Milliseconds) {
    this.#server = server;
    this.#age = age;
    const options: ServerOptions = Reflect.get(server, 'commonServerOptions');
    options.settings = { ...options.settings, initialWindowSize: streamWindow };
  }

  /** To be called when the server listens. */
  listening(): void {
    for (const listener of this.#listeners()) {
      listener.on('session', (session) => this.#opened(session));
    }
  }

  /** Take no new connections and no new calls; those in hand go on. */
  sayGoodbye(): void {
    for (const listener of this.#listeners()) listener.close();
    for (const session of this.#sessions) goodbye(session);
  }

  #opened(session: ServerHttp2Session): void {
    session.setLocalWindowSize(connectionWindow);
    this.#sessions.add(session);
    const timers = [
      setTimeout(() => goodbye(session), this.#age * (1 - jitter * Math.random())),
      setTimeout(() => session.close(), this.#age + farewell),
    ];
    session.once('close', () => {
      for (const timer of timers) clearTimeout(timer);
      this.#sessions.delete(session);
    });
  }

  #listeners(): readonly Http2Server[] {
    const listeners: ReadonlyMap<Http2Server, unknown> = Reflect.get(this.#server, 'http2Servers');
    return [...listeners.keys()];
  }
}

/**
 * Name the last call that was taken (RFC 9113, 6.8): callers know of later ones that nobody looked at them, and repeat them
 * elsewhere at once. That needs the connection to live until they have heard it.
 */
function goodbye(session: ServerHttp2Session): void {
  if (!session.destroyed) session.goaway(constants.NGHTTP2_NO_ERROR);
}
