import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import { ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import { AsCauseSampler } from './as-cause-sampler.js';

export interface TracingOptions {
  /** What the process is: `gateway`, `indexer` … */
  readonly process: string;
  /** Share of the traces begun here that is kept, 0 to 1. A caller's decision stands. */
  readonly ratio: number;
}

export interface Tracing {
  /** Send what is still here; resolves also when that cannot be done. */
  stop(): Promise<void>;
}

/** Send spans to an OpenTelemetry collector by OTLP over HTTP. @param url e.g. `http://collector:4318/v1/traces` */
export const exportTraces = (url: string, options: TracingOptions): Tracing =>
  startTracing(new BatchSpanProcessor(new OTLPTraceExporter({ url })), options);

/** From now on this process traces. OpenTelemetry's registration is global: once a process. */
export function startTracing(processor: SpanProcessor, { process, ratio }: TracingOptions): Tracing {
  const provider = new NodeTracerProvider({
    resource: detectResources({ detectors: [envDetector] }).merge(
      resourceFromAttributes({ [ATTR_SERVICE_NAME]: `openfashion-${process}` }),
    ),
    sampler: new ParentBasedSampler({ root: new AsCauseSampler(new TraceIdRatioBasedSampler(ratio)) }),
    spanProcessors: [processor],
  });
  provider.register({ propagator: new W3CTraceContextPropagator() });
  return { stop: () => provider.shutdown().catch(() => {}) };
}
