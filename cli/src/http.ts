import type { Bytes, Milliseconds } from '@openfashion/contract';
import { Unreachable } from './failures.js';

export interface Bounds {
  readonly bytes: Bytes;
  /** For everything: from the first connection to the last byte. */
  readonly time: Milliseconds;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** One HTTP exchange within bounds. @throws Unreachable with the reason in words */
export async function exchange(url: string, init: RequestInit, { bytes, time }: Bounds): Promise<Answer> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(time) });
    return { status: response.status, headers: response.headers, body: await read(response, bytes) };
  } catch (cause) {
    throw new Unreachable(`cannot reach ${new URL(url).origin}: ${reason(cause, time)}`, { cause });
  }
}

async function read(response: Response, bytes: Bytes): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > bytes) throw new RangeError(`the answer has more than ${bytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there (is the server running? npm start)',
  ECONNRESET: 'the connection was closed',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name cannot be resolved now',
  ETIMEDOUT: 'no answer',
  UND_ERR_CONNECT_TIMEOUT: 'no answer',
  UND_ERR_SOCKET: 'the connection was closed',
  'bad port': 'HTTP clients refuse this port, which belongs to another protocol; give the server another',
};

/** `fetch` says "fetch failed" and keeps the reason in the cause. */
function reason(error: unknown, time: Milliseconds): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no whole answer within ${time / 1000} s`;
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = 'code' in cause ? String(cause.code) : cause.message;
  return reasons[code] ?? (cause.message || code);
}
