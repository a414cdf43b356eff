import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import { errors, RequestError } from '@nats-io/transport-node';
import { Conflict, Overloaded, PortFailure, Unavailable } from '@openfashion/contract';

/** The connection ended while an answer was awaited; whether the request took effect is not known. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
  constructor() {
    super('the connection was lost');
  }
}

/** Codes of JetStream's errors that the client's library does not name. */
export const codes = {
  streamExists: 10058,
  consumerExists: 10148,
  consumerNotFound: JetStreamApiCodes.ConsumerNotFound,
} as const;

/** Another message was the last of the subject; the second while one is on its way. */
const conflicts = new Set<number>([
  JetStreamApiCodes.StreamWrongLastSequence,
  JetStreamApiCodes.StreamWrongLastSequenceUnknown,
]);
/** Storage of the server, the account, the stream, or memory is used up. */
const full = new Set<number>([10002, 10023, 10028, 10047, 10077, 10122]);
/** The same message is on its way: a repeated request will be told what became of it. */
const underWay = 10158;

export const hasCode = (error: unknown, code: number): boolean =>
  error instanceof JetStreamApiError && error.code === code;

/** Whether the same request may succeed in a moment: nobody answered, or a leader is being elected. */
export function isPassing(error: unknown): boolean {
  if (error instanceof JetStreamApiError) {
    return error.code === underWay || (error.status === 503 && !full.has(error.code));
  }
  if (error instanceof ConnectionLost) return true;
  const causes = [error, error instanceof Error ? error.cause : undefined];
  return causes.some((cause) => cause instanceof errors.TimeoutError || cause instanceof RequestError);
}

/** A failure in the port's terms. @param what was done, as in `could not write things/a` */
export function failureOf(what: string, error: unknown): Error {
  if (error instanceof PortFailure || error instanceof RangeError) return error;
  const options = { cause: error };
  if (error instanceof JetStreamApiError) {
    if (conflicts.has(error.code)) return new Conflict(`${what}: it is at another revision`, options);
    if (full.has(error.code)) return new Overloaded(`${what}: JetStream has no room left (${error.message})`, options);
    return new Unavailable(`${what}: JetStream answered ${error.message} (${error.code})`, options);
  }
  return new Unavailable(`${what}: ${isPassing(error) ? 'NATS did not answer' : String(error)}`, options);
}
