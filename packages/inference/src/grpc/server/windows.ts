import type { Http2Server, ServerOptions } from 'node:http2';
import type { Server } from '@grpc/grpc-js';
import type { Bytes } from '@openfashion/contract';

/** What of one call may be on its way before it was taken: a picture of either size. */
export const streamWindow: Bytes = 1_048_576;
/** The same of all calls of a connection together; also what a new call may have to queue behind. */
export const connectionWindow: Bytes = 4 * streamWindow;

// By default HTTP/2 lets 64 KiB be on their way, so that a picture of 519 kB takes eight round trips, and all calls of a
// caller share 64 KiB a round trip. grpc-js has an option for it that only its clients heed (1.14.7): on servers two fields of
// its own are reached for. A test beside this fails when they are no longer there.

/** To be called before the server listens. */
export function widenStreams(server: Server): void {
  const options: ServerOptions = Reflect.get(server, 'commonServerOptions');
  options.settings = { ...options.settings, initialWindowSize: streamWindow };
}

/** To be called when the server listens. */
export function widenConnections(server: Server): void {
  const listening: ReadonlyMap<Http2Server, unknown> = Reflect.get(server, 'http2Servers');
  for (const http2 of listening.keys()) http2.on('session', (session) => session.setLocalWindowSize(connectionWindow));
}
