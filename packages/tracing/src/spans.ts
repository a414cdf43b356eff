import { type Attributes, context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import type { SpanDescription } from './conventions.js';
import { contextOf } from './traceparent.js';

/** Names and values of OpenTelemetry's semantic conventions, or `openfashion.*`; never a credential or a whole address. */
export type SpanAttributes = Attributes;

export interface SpanOptions {
  /** Only a server's and a consumer's begin a trace: a client's is done for one that is there, or for nobody, such as a check. */
  readonly kind: 'server' | 'client' | 'consumer';
  /** Of a server: the `traceparent` that its caller sent. */
  readonly caller?: string | undefined;
  /** Of a consumer: the `traceparent` of who caused the work, long ago perhaps: the span begins a trace that is linked to it. */
  readonly cause?: string | undefined;
}

/** What stands for this product's own spans, among those of other libraries. */
const tracer = trace.getTracer('openfashion');

const kinds = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
} as const satisfies Record<SpanOptions['kind'], SpanKind>;

/**
 * Do work in a span: what begins spans while it is done is below it. Of an error it has the name alone, for the text may tell what
 * is nobody's business. While nothing is traced this is a function call.
 */
export function inSpan<Result>(
  { name, attributes }: SpanDescription,
  { kind, caller, cause }: SpanOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  if (kind === 'client' && trace.getActiveSpan() === undefined) return work();
  const linked = trace.getSpanContext(contextOf(cause));
  const parent = kind === 'server' ? contextOf(caller) : context.active();
  const links = linked ? [{ context: linked }] : [];
  const begun = { kind: kinds[kind], attributes, links, root: kind === 'consumer' };
  return tracer.startActiveSpan(name, begun, parent, async (span) => {
    try {
      return await work();
    } catch (error) {
      failed(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Say more of the span that this work is in. */
export function setSpanAttributes(attributes: SpanAttributes): void {
  trace.getActiveSpan()?.setAttributes(attributes);
}

/** The span that this work is in has failed, though nothing is thrown. @param type what kind of error, of few different values */
export function failSpan(type: string): void {
  const span = trace.getActiveSpan();
  span?.setStatus({ code: SpanStatusCode.ERROR });
  span?.setAttribute(ATTR_ERROR_TYPE, type);
}

/** A span of work that has just ended, below the one that this work is in, if there is one. @param took milliseconds */
export function recordSpan(name: string, took: number): void {
  if (trace.getActiveSpan() === undefined) return;
  const now = Date.now();
  tracer.startSpan(name, { kind: SpanKind.INTERNAL, startTime: now - took }).end(now);
}

function failed(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute(ATTR_ERROR_TYPE, error instanceof Error ? error.name : typeof error);
}
