import { constants, type Http2Server, type ServerHttp2Session, type ServerOptions } from 'node:http2';
import type { Server } from '@grpc/grpc-js';
import type { Bytes } from '@openfashion/contract';

/** What of one call may be on its way before it was taken: a picture of either size. */
export const streamWindow: Bytes = 1_048_576;
/** The same of all calls of a connection together; also what a new call may have to queue behind. */
export const connectionWindow: Bytes = 4 * streamWindow;
/** The highest number of a stream: a GOAWAY with it ends none that is on its way (RFC 9113, 6.8). */
const anyStream = 2 ** 31 - 1;

/**
 * The HTTP/2 connections of a gRPC server. By default 64 KiB may be on their way, so that a picture of 519 kB takes eight
 * round trips, and all calls of a caller share 64 KiB a round trip; and a server that stops ends a connection while a new call
 * may be coming over it, which is then lost. grpc-js has an option for the one that only its clients heed, and none for the
 * other (1.14.7): two fields of its own are reached for. A test beside this fails when they are no longer there.
 */
export class Connections {
  readonly #server: Server;
  readonly #sessions = new Set<ServerHttp2Session>();

  /** @param server that does not listen yet */
  constructor(server: Server) {
    this.#server = server;
    const options: ServerOptions = Reflect.get(server, 'commonServerOptions');
    options.settings = { ...options.settings, initialWindowSize: streamWindow };
  }

  /** To be called when the server listens. */
  listening(): void {
    for (const listener of this.#listeners()) {
      listener.on('session', (session) => {
        session.setLocalWindowSize(connectionWindow);
        this.#sessions.add(session);
        session.once('close', () => this.#sessions.delete(session));
      });
    }
  }

  /** Take no new connections, and ask callers to open no new calls on those that there are; what comes still is served. */
  sayGoodbye(): void {
    for (const listener of this.#listeners()) listener.close();
    for (const session of this.#sessions) session.goaway(constants.NGHTTP2_NO_ERROR, anyStream);
  }

  #listeners(): readonly Http2Server[] {
    const listeners: ReadonlyMap<Http2Server, unknown> = Reflect.get(this.#server, 'http2Servers');
    return [...listeners.keys()];
  }
}
