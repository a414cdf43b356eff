import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Milliseconds } from '@openfashion/contract';
import { toFailure } from './failures.js';
import { InvalidInput } from './operation.js';
import { failureTrailer, inputHeader, type StreamOperation } from './streams.js';
import type { Transfers } from './transfers.js';

/** How long a caller may send nothing of a body that is being waited for: a lease may hang on it. */
const idle: Milliseconds = 60_000;

/**
 * Answer one call of a {@link StreamOperation}: 200 and bytes as they come, with the trailer where they end before they are
 * whole; a failure before the first is answered as that of any other call.
 * @param stopped aborted when the server closes
 */
export async function answerStream(
  operation: StreamOperation,
  transfers: Transfers,
  req: IncomingMessage,
  res: ServerResponse,
  stopped: AbortSignal,
): Promise<void> {
  const gone = new AbortController();
  const leave = () => gone.abort(stopped.reason ?? new Error('the caller left'));
  res.once('close', leave);
  stopped.addEventListener('abort', leave);
  try {
    const { signal } = gone;
    const input = parseInput(req.headers[inputHeader]);
    const pieces = operation.begin(transfers, input, { body: withinIdle(req), signal });
    for await (const piece of pieces) {
      if (!res.headersSent) {
        res.writeHead(200, { 'Content-Type': 'application/octet-stream', Trailer: failureTrailer });
      }
      if (!res.write(piece)) await once(res, 'drain', { signal });
    }
  } catch (error) {
    fail(res, error);
  } finally {
    stopped.removeEventListener('abort', leave);
    res.end();
    // A caller that still sends must be left to read the answer; it ends the connection then.
    req.resume();
  }
}

function fail(res: ServerResponse, error: unknown): void {
  const body = JSON.stringify(toFailure(error));
  if (res.headersSent) {
    res.addTrailers({ [failureTrailer]: encodeURIComponent(body) });
    return;
  }
  const status = error instanceof InvalidInput ? 400 : 422;
  res.writeHead(status, { 'Content-Type': 'application/json' });
  res.write(body);
}

function parseInput(header: string | string[] | undefined): unknown {
  try {
    return JSON.parse(decodeURIComponent(String(header)));
  } catch (cause) {
    throw new InvalidInput(`the header ${inputHeader} is not JSON`, { cause });
  }
}

/** @throws Error when nothing arrives for too long */
async function* withinIdle(req: IncomingMessage): AsyncGenerator<Uint8Array> {
  const pieces: AsyncIterator<Uint8Array> = req.iterator({ destroyOnReturn: false });
  try {
    for (;;) {
      const next = await inTime(pieces.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Not waited for: it comes behind a piece that does not come.
    void pieces.return?.();
  }
}

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing of the file came for ${idle / 1000} s`)), idle);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
