import { type Milliseconds, Overloaded, Unavailable } from '@openfashion/contract';

/** What became of a try. */
export interface Failure {
  /** What the caller of the port is told when no further try is made. */
  readonly error: Error;
  /** Whether another try, at this node or the next, can help. */
  readonly isPassing: boolean;
  /** The status that was answered, if there was an answer. */
  readonly status: number | undefined;
}

/** What a failed request to a node means. No text of it holds a key: none is in what the client and the server say. */
export function toFailure(error: unknown, url: string, limit: Milliseconds): Failure {
  const status = statusOf(error);
  const of = (failure: Error, isPassing: boolean): Failure => ({ error: failure, isPassing, status });
  const cause = { cause: error };
  if (status === undefined) {
    return of(new Unavailable(`Qdrant at ${url} ${connectionFailure(error, limit)}`, cause), true);
  }
  const said = `Qdrant at ${url} answered ${status}: ${textOf(error)}`;
  if (status === 401 || status === 403) {
    return of(new Unavailable(`Qdrant at ${url} refuses the API key (${status})`, cause), false);
  }
  if (status === 429) return of(new Overloaded(said, { ...cause, ...retryAfter(error) }), true);
  // A node that lags behind its cluster does not know a new collection yet.
  if (status === 404 || status === 408 || status >= 500) return of(new Unavailable(said, cause), true);
  return of(new Error(said, cause), false);
}

function connectionFailure(error: unknown, limit: Milliseconds): string {
  if (!(error instanceof Error)) return `failed: ${error}`;
  if (error.name === 'TimeoutError') return `did not answer within ${Math.round(limit)} ms`;
  const { cause } = error;
  const reason = cause instanceof Error ? cause : error;
  return `cannot be reached: ${'code' in reason ? reason.code : reason.message}`;
}

/** The client throws an error with the status, or, for 429 with a time, one of its own that has only the time. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('status' in error && typeof error.status === 'number') return error.status;
  return 'retry_after' in error ? 429 : undefined;
}

/** What the server says: `{ status: { error } }`, or plain text. */
function textOf(error: unknown): string {
  const data = error instanceof Error && 'data' in error ? error.data : undefined;
  const text = (data as { status?: { error?: unknown } } | undefined)?.status?.error ?? data;
  const words = typeof text === 'string' && text !== '' ? text : error instanceof Error ? error.message : `${error}`;
  return words.slice(0, 500);
}

function retryAfter(error: unknown): { retryAfter?: Milliseconds } {
  const seconds = error instanceof Error && 'retry_after' in error ? Number(error.retry_after) : Number.NaN;
  return Number.isFinite(seconds) ? { retryAfter: seconds * 1000 } : {};
}
