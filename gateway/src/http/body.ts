import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Bytes, Milliseconds } from '@openfashion/contract';

/** Requests that asked with `Expect: 100-continue` and were not told to go on yet. */
const waiting = new WeakSet<IncomingMessage>();

/** Remember that the client waits for `100 Continue` before it sends its body (rule 1.9). */
export function holdBody(req: IncomingMessage): void {
  waiting.add(req);
}

/** Call before reading a body: lets a waiting client send it. */
export function acceptBody(req: IncomingMessage, res: ServerResponse): void {
  if (waiting.delete(req)) res.writeContinue();
}

/** How much of a refused request's body is read, so that its sender gets to read the answer (rule 1.9). */
const discard: { readonly bytes: Bytes; readonly time: Milliseconds } = { bytes: 32 * 1_048_576, time: 10_000 };

/**
 * Read and throw away what is left of a refused request's body; resolves when it ended or the bounds are reached.
 * A client that still waits for `100 Continue` sends no body, or may: nothing is read of it.
 */
export function discardBody(req: IncomingMessage): Promise<void> {
  if (req.complete || req.destroyed || waiting.delete(req)) return Promise.resolve();
  return new Promise((resolve) => {
    let bytes = 0;
    const timer = setTimeout(resolve, discard.time);
    req.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > discard.bytes) resolve();
    });
    for (const end of ['end', 'close', 'error'] as const) req.once(end, () => resolve());
    req.once('close', () => clearTimeout(timer));
    req.resume();
  });
}
