import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Bytes, ContractError, limits } from '@openfashion/contract';
import { acceptBody } from './body.js';

/**
 * Read a JSON body, whatever its Content-Type says (rule 1.10).
 * @throws ContractError InvalidParam when it is missing, too long, late or not JSON in UTF-8
 */
export async function readJson(req: IncomingMessage, res: ServerResponse, maxBytes: Bytes): Promise<unknown> {
  acceptBody(req, res);
  const bytes = await readBytes(req, maxBytes);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ContractError('InvalidParam', 'body: must be JSON', { cause });
  }
}

function readBytes(req: IncomingMessage, maxBytes: Bytes): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (outcome: () => void) => {
      clearTimeout(timer);
      req.off('data', take).off('end', done).off('aborted', left);
      outcome();
    };
    const refuse = (detail: string) => settle(() => reject(new ContractError('InvalidParam', detail)));
    const take = (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) refuse(`body: must be at most ${maxBytes} bytes`);
      else chunks.push(chunk);
    };
    const done = () => settle(() => resolve(Buffer.concat(chunks)));
    const left = () => refuse('body: the client left');
    const timer = setTimeout(() => refuse('body: did not arrive in time'), limits.multipart.bodyMs);
    // The client may have left while its credentials were checked.
    if (req.destroyed) return left();
    req.on('data', take).on('end', done).on('aborted', left);
  });
}
