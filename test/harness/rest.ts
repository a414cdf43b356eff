import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** The envelope of an answer (rule 1.1), with `data` left to the caller to look into. */
export interface Envelope {
  header: { isSuccessful: boolean; resultCode: number; resultMessage: string; detail?: string };
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into by assertions, which fail on a wrong shape
  data?: any;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body parsed as JSON; throws if it is none. */
  readonly envelope: Envelope;
}

export interface RawRequest {
  readonly method?: string;
  /** Path and query exactly as they go on the wire. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | FormData;
  /** Aborted: the caller waits no longer. */
  readonly signal?: AbortSignal;
}

/** Send one request as it is, on a connection of its own. */
export async function send(
  baseUrl: string,
  { method = 'GET', path, headers = {}, body, signal }: RawRequest,
): Promise<Reply> {
  const base = new URL(baseUrl);
  const encoded = await encode(body);
  return new Promise((resolve, reject) => {
    const open = base.protocol === 'https:' ? httpsRequest : httpRequest;
    const req = open(
      {
        host: base.hostname,
        port: base.port,
        method,
        path: base.pathname.replace(/\/$/, '') + path,
        headers: {
          ...encoded?.headers,
          ...(encoded && { 'Content-Length': encoded.bytes.length }),
          ...headers,
        },
        agent: false,
        ...(signal && { signal }),
      },
      (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('error', reject);
        res.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            text,
            get envelope() {
              return JSON.parse(text) as Envelope;
            },
          });
        });
      },
    );
    req.on('error', reject);
    req.end(encoded?.bytes);
  });
}

async function encode(
  body: RawRequest['body'],
): Promise<{ bytes: Uint8Array; headers: Record<string, string> } | undefined> {
  if (body === undefined) return undefined;
  if (typeof body === 'string') return { bytes: new TextEncoder().encode(body), headers: {} };
  if (body instanceof Uint8Array) return { bytes: body, headers: {} };
  const response = new Response(body);
  return {
    bytes: new Uint8Array(await response.arrayBuffer()),
    headers: { 'Content-Type': response.headers.get('content-type') ?? '' },
  };
}
