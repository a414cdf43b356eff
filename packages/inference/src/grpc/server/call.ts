import type { Deadline, Metadata } from '@grpc/grpc-js';
import type { Milliseconds } from '@openfashion/contract';
import type { Call } from '../../port.js';
import type { Urgency } from '../../tasks/model-runner.js';
import { laneOf, traceOf } from '../metadata.js';

/** Nobody's picture is kept longer, whatever the caller says. */
const longest: Milliseconds = 60_000;

/** The lane and the deadline of a call, on this process's monotonic clock; undefined without a lane that there is. */
export function urgencyOf(metadata: Metadata, deadline: Deadline): Urgency | undefined {
  const lane = laneOf(metadata);
  const left = Math.min(longest, Number(deadline) - Date.now());
  return lane && { lane, deadline: performance.now() + left };
}

export function callOf(metadata: Metadata, deadline: Deadline, signal: AbortSignal): Call | undefined {
  const urgency = urgencyOf(metadata, deadline);
  const trace = traceOf(metadata);
  return urgency && { ...urgency, signal, ...(trace !== undefined && { trace }) };
}
