import { Readable } from 'node:stream';
import { Unavailable } from '@openfashion/contract';
import { Client } from 'undici';
import type { z } from 'zod';
import { socketAddress } from './data-folder.js';
import { toError } from './failures.js';
import { failureSchema } from './operations.js';
import { decodeStates, failureTrailer, inputHeader, type StreamOperation, streams } from './streams.js';
import type { Transfers } from './transfers.js';

/** An answer may take as long as the body that it answers; a server that is gone ends the connection. */
const unbounded = { headersTimeout: 0, bodyTimeout: 0, maxResponseSize: -1 };

/** Codes of a connection that ended. */
const lost = /^(UND_ERR_|ECONN|EPIPE)/;

/** The transfers of a running server, each over a connection of its own. */
export function connectTransfers(socketPath: string): Transfers {
  const call = caller(socketPath);
  return {
    exportService: (appKey, serviceName, signal) =>
      call(streams.exportService, { appKey, serviceName }, { body: null, signal }),
    importService: (appKey, serviceName, file, { create, signal }) =>
      decodeStates(
        call(
          streams.importService,
          { appKey, serviceName, create },
          { body: Readable.from(file, { objectMode: false }), signal },
        ),
      ),
  };
}

const caller = (socketPath: string) =>
  async function* <Input extends z.ZodType>(
    { path }: StreamOperation<Input>,
    input: z.input<Input>,
    { body, signal }: { readonly body: Readable | null; readonly signal: AbortSignal },
  ): AsyncGenerator<Uint8Array> {
    const client = new Client('http://operator', { socketPath: socketAddress(socketPath), ...unbounded });
    try {
      const headers = { [inputHeader]: encodeURIComponent(JSON.stringify(input)) };
      const answer = await client.request({ method: 'POST', path: `/${path}`, headers, body, signal });
      if (answer.statusCode !== 200) throw toError(failureSchema.parse(await answer.body.json()));
      yield* answer.body as AsyncIterable<Uint8Array>;
      const failure = answer.trailers[failureTrailer];
      if (failure !== undefined) throw toError(failureSchema.parse(JSON.parse(decodeURIComponent(failure))));
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Error && 'code' in error && lost.test(String(error.code))) {
        throw new Unavailable(`the server at ${socketPath} is gone`, { cause: error });
      }
      throw error;
    } finally {
      await client.destroy();
    }
  };
