import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Milliseconds, Parameters } from '@openfashion/contract';
import type { Call } from '@openfashion/inference';
import type { Logger, Trace } from '@openfashion/telemetry';

/** One request to an API route, from its credentials' acceptance on. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** Checked against the secret before any handler runs. */
  readonly appKey: string;
  /** Path variables, still encoded: decoding one can fail, which is a parameter's error (rule 1.10). */
  readonly path: Readonly<Record<string, string>>;
  readonly parameters: Parameters;
  readonly requestId: string;
  readonly trace: Trace;
  /** Aborted when the client left. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** The share of a request's time that is left to its second model. */
const secondShare = 0.2;

/**
 * What the first of two models is asked with: answered at the very deadline, it would have worked for nobody. So an
 * overloaded first model refuses what the second could not finish.
 */
export const firstOfTwo = (call: Call): Call => {
  const now = performance.now();
  return { ...call, deadline: now + (1 - secondShare) * (call.deadline - now) };
};

/** What every model call of a request carries, from now on. */
export function interactiveCall({ signal, trace }: Exchange, timeout: Milliseconds): Call {
  return { lane: 'interactive', deadline: performance.now() + timeout, signal, trace: trace.traceparent };
}
