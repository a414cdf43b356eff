export * from './conventions.js';
export { spanCalls } from './span-calls.js';
export { failSpan, inSpan, recordSpan, type SpanAttributes, type SpanOptions, setSpanAttributes } from './spans.js';
export { currentTraceparent } from './traceparent.js';
