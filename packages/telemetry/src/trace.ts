import { randomBytes } from 'node:crypto';

/** One hop of a distributed trace, after W3C Trace Context. */
export interface Trace {
  /** 32 hex digits, the same for the whole trace. */
  readonly traceId: string;
  /** Header value to send on: version, trace id, id of this hop, flags. */
  readonly traceparent: string;
}

const pattern = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-|$)/;

/** Go on with the caller's trace if its `traceparent` is valid, else begin one. */
export function continueTrace(traceparent: string | undefined): Trace {
  const parts = traceparent === undefined ? null : pattern.exec(traceparent);
  const [, version, traceId, parent, flags] = parts ?? [];
  const valid = version !== 'ff' && traceId !== undefined && !/^0+$/.test(traceId) && !/^0+$/.test(parent ?? '0');
  const id = valid ? traceId : randomBytes(16).toString('hex');
  return { traceId: id, traceparent: `00-${id}-${randomBytes(8).toString('hex')}-${valid ? flags : '00'}` };
}
