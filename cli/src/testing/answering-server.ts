import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived, its body whole. */
export interface Received {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** What to answer: an envelope of the API, or anything else. */
export type Reply =
  | { readonly data?: unknown }
  | { readonly error: readonly [code: number, message: string, detail?: string] }
  | { readonly status: number; readonly headers?: Record<string, string>; readonly bytes: Uint8Array | string };

export interface AnsweringServer {
  readonly url: string;
  readonly requests: readonly Received[];
  close(): Promise<void>;
}

/** A server whose every answer the test decides. */
export async function answeringServer(answer: (request: Received) => Reply): Promise<AnsweringServer> {
  const requests: Received[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
    const { method = '', headers } = req;
    const received = { method, headers, url: new URL(req.url ?? '/', 'http://server'), body: Buffer.concat(chunks) };
    requests.push(received);
    const reply = answer(received);
    if ('bytes' in reply) res.writeHead(reply.status, reply.headers).end(reply.bytes);
    else res.writeHead(200, { 'Content-Type': 'application/json', 'X-Request-Id': 'the-id' }).end(envelope(reply));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function envelope(reply: Exclude<Reply, { bytes: unknown }>): string {
  if (!('error' in reply)) {
    return JSON.stringify({ header: { isSuccessful: true, resultCode: 0, resultMessage: 'SUCCESS' }, ...reply });
  }
  const [resultCode, resultMessage, detail] = reply.error;
  return JSON.stringify({ header: { isSuccessful: false, resultCode, resultMessage, detail } });
}
