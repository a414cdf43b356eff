import { Metadata } from '@grpc/grpc-js';
import type { Milliseconds } from '@openfashion/contract';
import { currentTraceparent } from '@openfashion/tracing';
import type { Call } from '../port.js';

// What a call carries besides its message (proto/README.md); the deadline is gRPC's own.

const laneKey = 'openfashion-lane';
const traceKey = 'traceparent';
/** When a refused call may be tried again (gRFC A6). */
const pushbackKey = 'grpc-retry-pushback-ms';
/** No service of ours asks for more. */
const longestPushback: Milliseconds = 60_000;
/** Address of a replica that a retry stays away from, if there is another. */
const avoidKey = 'openfashion-avoid';

export function callMetadata({ lane, trace }: Call, avoid: string | undefined): Metadata {
  const metadata = new Metadata();
  metadata.set(laneKey, lane);
  const sent = currentTraceparent() ?? trace;
  if (sent !== undefined) metadata.set(traceKey, sent);
  if (avoid !== undefined) metadata.set(avoidKey, avoid);
  return metadata;
}

/** Undefined if it is none. */
export function laneOf(metadata: Metadata): Call['lane'] | undefined {
  const lane = first(metadata, laneKey) ?? 'interactive';
  return lane === 'interactive' || lane === 'indexing' ? lane : undefined;
}

export const traceOf = (metadata: Metadata): string | undefined => first(metadata, traceKey);
export const avoidedBy = (metadata: Metadata): string | undefined => first(metadata, avoidKey);

export function pushback(after: Milliseconds): Metadata {
  const metadata = new Metadata();
  metadata.set(pushbackKey, String(Math.ceil(after)));
  return metadata;
}

export function pushbackOf(metadata: Metadata): Milliseconds | undefined {
  const value = first(metadata, pushbackKey);
  return value !== undefined && /^\d{1,9}$/.test(value) ? Math.min(Number(value), longestPushback) : undefined;
}

const first = (metadata: Metadata, key: string): string | undefined => metadata.get(key)[0]?.toString();
