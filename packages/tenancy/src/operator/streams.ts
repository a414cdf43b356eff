import { z } from 'zod';
import { InvalidInput } from './operation.js';
import { type ImportState, importState, type Transfers } from './transfers.js';

/** What a call is given beside its input. */
export interface Streamed {
  /** The request's body. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Aborted when the caller or the server goes. */
  readonly signal: AbortSignal;
}

/**
 * A call whose body and answer are of any length: `POST /<path>` with `input` in the header {@link inputHeader}, answered with
 * bytes as they come.
 */
export interface StreamOperation<Input extends z.ZodType = z.ZodType> {
  readonly path: string;
  readonly input: Input;
  /** Parse an input and begin what it asks. @throws InvalidInput */
  begin(transfers: Transfers, input: unknown, streamed: Streamed): AsyncIterable<Uint8Array>;
}

/** Holds the input as JSON, percent-encoded. */
export const inputHeader = 'openfashion-input';
/** Trailer that holds why an answer that had begun is not whole: a failure as JSON, percent-encoded. */
export const failureTrailer = 'openfashion-failure';

function stream<Input extends z.ZodType>(
  path: string,
  input: Input,
  run: (transfers: Transfers, input: z.output<Input>, streamed: Streamed) => AsyncIterable<Uint8Array>,
): StreamOperation<Input> {
  return {
    path,
    input,
    begin(transfers, value, streamed) {
      const parsed = input.safeParse(value);
      if (!parsed.success) throw new InvalidInput(z.prettifyError(parsed.error), { cause: parsed.error });
      return run(transfers, parsed.data, streamed);
    },
  };
}

const named = { appKey: z.string().min(1).max(64), serviceName: z.string().min(1).max(128) };

/** Every such call that the channel knows. */
export const streams = {
  exportService: stream('export-service', z.strictObject(named), (transfers, { appKey, serviceName }, { signal }) =>
    transfers.exportService(appKey, serviceName, signal),
  ),
  importService: stream(
    'import-service',
    z.strictObject({ ...named, create: z.boolean() }),
    (transfers, { appKey, serviceName, create }, { body, signal }) =>
      encodeStates(transfers.importService(appKey, serviceName, body, { create, signal })),
  ),
} as const;

async function* encodeStates(states: AsyncIterable<ImportState>): AsyncGenerator<Uint8Array> {
  for await (const state of states) yield Buffer.from(`${JSON.stringify(state)}\n`);
}

/** The states of an answer that arrives in pieces. */
export async function* decodeStates(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<ImportState> {
  let begun = '';
  for await (const piece of pieces) {
    const lines = `${begun}${Buffer.from(piece).toString('latin1')}`.split('\n');
    begun = lines.pop() ?? '';
    for (const line of lines) yield importState.parse(JSON.parse(line));
  }
}
