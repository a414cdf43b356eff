import { type Context, context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';

/** W3C `traceparent` of the span that this work is in, to send on; undefined while nothing is traced. */
export function currentTraceparent(): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}

/** Where a `traceparent` says that work comes from; one that is none says nothing. */
export const contextOf = (traceparent: string | undefined): Context =>
  traceparent === undefined ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, { traceparent });
